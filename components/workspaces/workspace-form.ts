import { longestNameCharacters, mostMinutesPerAnswer } from "@/server/workspaces/rules";
import type { UpdateWorkspaceInput, Workspace } from "@/server/workspaces/schemas";

/** The workspace's settings as fields hold them. */
export type WorkspaceForm = {
  name: string;
  timeZone: string;
  languages: string[];
  defaultLanguage: string;
  minutesPerAnswer: string;
};
export type WorkspaceField = keyof WorkspaceForm;

/** What is wrong with a field; the screen has a sentence for each. */
export type FieldProblem =
  | "nameMissing"
  | "nameTooLong"
  | "timeZoneUnknown"
  | "languagesMissing"
  | "defaultLanguageNotSpoken"
  | "minutesNoNumber"
  | "minutesOutOfRange";
export type FieldProblems = Partial<Record<WorkspaceField, FieldProblem>>;

export function toWorkspaceForm(workspace: Workspace): WorkspaceForm {
  const { name, timeZone, languages, defaultLanguage, minutesPerAnswer } = workspace;
  return { name, timeZone, languages, defaultLanguage, minutesPerAnswer: String(minutesPerAnswer) };
}

export function findFieldProblems(form: WorkspaceForm): FieldProblems {
  const problems: FieldProblems = {};
  const name = form.name.trim();
  if (!name) problems.name = "nameMissing";
  else if (name.length > longestNameCharacters) problems.name = "nameTooLong";
  if (form.languages.length === 0) problems.languages = "languagesMissing";
  else if (!form.languages.includes(form.defaultLanguage)) {
    problems.defaultLanguage = "defaultLanguageNotSpoken";
  }
  const minutes = form.minutesPerAnswer.trim();
  if (!/^\d+$/.test(minutes)) problems.minutesPerAnswer = "minutesNoNumber";
  else if (Number(minutes) > mostMinutesPerAnswer) problems.minutesPerAnswer = "minutesOutOfRange";
  return problems;
}

/** The changed fields as the server takes them; only after `findFieldProblems` has found none. */
export function readWorkspaceForm(changes: Partial<WorkspaceForm>): UpdateWorkspaceInput {
  const { minutesPerAnswer, languages, defaultLanguage, ...texts } = changes;
  return {
    ...texts,
    ...(languages && { languages: languages as UpdateWorkspaceInput["languages"] }),
    ...(defaultLanguage && {
      defaultLanguage: defaultLanguage as UpdateWorkspaceInput["defaultLanguage"],
    }),
    ...(minutesPerAnswer !== undefined && { minutesPerAnswer: Number(minutesPerAnswer) }),
  };
}

/** Problems that the server found, by the fields it named; null when its error is about no field here. */
export function problemsFromServer(
  code: string | null,
  detail: Record<string, unknown>,
): FieldProblems | null {
  if (code === "DEFAULT_LANGUAGE_NOT_SPOKEN") return { defaultLanguage: "defaultLanguageNotSpoken" };
  if (code !== "INVALID_INPUT") return null;
  const problems: FieldProblems = {};
  for (const { path } of (detail.issues ?? []) as { path: string }[]) {
    const field = path.split(".")[0];
    if (field && field in serverProblems) {
      problems[field as WorkspaceField] = serverProblems[field as WorkspaceField];
    }
  }
  return Object.keys(problems).length > 0 ? problems : null;
}

const serverProblems: Record<WorkspaceField, FieldProblem> = {
  name: "nameTooLong",
  timeZone: "timeZoneUnknown",
  languages: "languagesMissing",
  defaultLanguage: "defaultLanguageNotSpoken",
  minutesPerAnswer: "minutesOutOfRange",
};
