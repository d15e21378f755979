import { describe, expect, test } from "vitest";
import { UpdateWorkspaceInput } from "@/server/workspaces/schemas";
import {
  findFieldProblems,
  problemsFromServer,
  readWorkspaceForm,
  type WorkspaceForm,
} from "./workspace-form";

const form: WorkspaceForm = {
  name: "Ada Butik",
  timeZone: "Europe/Istanbul",
  languages: ["tr", "en"],
  defaultLanguage: "tr",
  minutesPerAnswer: "3",
};

describe("findFieldProblems", () => {
  test.each<[string, Partial<WorkspaceForm>, object]>([
    ["nothing", {}, {}],
    ["no name", { name: "  " }, { name: "nameMissing" }],
    ["a name of 121 letters", { name: "a".repeat(121) }, { name: "nameTooLong" }],
    ["no language", { languages: [] }, { languages: "languagesMissing" }],
    [
      "a default that is not spoken",
      { defaultLanguage: "ar" },
      { defaultLanguage: "defaultLanguageNotSpoken" },
    ],
    ["no minutes", { minutesPerAnswer: "" }, { minutesPerAnswer: "minutesNoNumber" }],
    ["half a minute", { minutesPerAnswer: "1.5" }, { minutesPerAnswer: "minutesNoNumber" }],
    ["five hours", { minutesPerAnswer: "300" }, { minutesPerAnswer: "minutesOutOfRange" }],
    ["zero minutes are allowed", { minutesPerAnswer: "0" }, {}],
  ])("%s", (_label, changes, problems) => {
    expect(findFieldProblems({ ...form, ...changes })).toEqual(problems);
  });
});

test("what is sent is what was changed, as the server takes it", () => {
  const input = readWorkspaceForm({ minutesPerAnswer: "5", languages: ["tr"] });
  expect(input).toEqual({ minutesPerAnswer: 5, languages: ["tr"] });
  expect(UpdateWorkspaceInput.safeParse(readWorkspaceForm(form)).success).toBe(true);
});

describe("problemsFromServer", () => {
  test.each([
    [
      "a field it names",
      "INVALID_INPUT",
      { issues: [{ path: "timeZone", message: "" }] },
      { timeZone: "timeZoneUnknown" },
    ],
    [
      "a rule across fields",
      "DEFAULT_LANGUAGE_NOT_SPOKEN",
      {},
      { defaultLanguage: "defaultLanguageNotSpoken" },
    ],
    ["something else", "INTERNAL_SERVER_ERROR", {}, null],
    ["a field that is not here", "INVALID_INPUT", { issues: [{ path: "slug", message: "" }] }, null],
  ])("%s", (_label, code, detail, expected) => {
    expect(problemsFromServer(code, detail)).toEqual(expected);
  });
});
