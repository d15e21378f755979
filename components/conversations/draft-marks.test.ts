import { expect, test } from "vitest";
import { type DraftMark, whatToDo } from "./draft-marks";

const mark = (version: number, base: string, endedAt = 0): DraftMark => ({
  memberId: "m",
  version,
  base,
  endedAt,
});

test.each<[string, { text: string; version: number }, DraftMark, string, ReturnType<typeof whatToDo>]>([
  ["nothing anywhere", { text: "", version: 0 }, mark(0, ""), "", "nothing"],
  ["begun on another screen", { text: "merhaba", version: 5 }, mark(0, ""), "", "take"],
  ["gone on with elsewhere", { text: "merhaba, kargo", version: 9 }, mark(5, "merhaba"), "merhaba", "take"],
  ["sent from elsewhere", { text: "", version: 0 }, mark(5, "merhaba"), "merhaba", "take"],
  [
    "written here without a connection",
    { text: "merhaba", version: 5 },
    mark(5, "merhaba"),
    "merhaba, kargo",
    "save",
  ],
  [
    "written in both places: the last one wins",
    { text: "telefondan", version: 9 },
    mark(5, "ilk"),
    "masadan",
    "save",
  ],
  ["written alike in both places", { text: "aynı", version: 9 }, mark(5, "ilk"), "aynı", "take"],
  ["first words, not told yet", { text: "", version: 0 }, mark(0, ""), "merhaba", "save"],
  [
    "it waits as a message, and the copy is still there",
    { text: "merhaba", version: 5 },
    mark(5, "", 5),
    "",
    "nothing",
  ],
  [
    "it became a message, and another was begun elsewhere",
    { text: "yeni", version: 9 },
    mark(5, "", 5),
    "",
    "take",
  ],
])("%s", (_label, held, known, text, expected) => {
  expect(whatToDo({ held, known, text })).toBe(expected);
});
