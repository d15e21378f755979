/** Steps of a macro: more is a process, not a habit. */
export const maxMacroActions = 10;
export const maxMacros = 100;
/** As many as one change of many takes. */
export const maxRunConversations = 100;
/** Thirty days. */
export const maxSnoozeHours = 720;

/** Roles that make and change macros; screens hide from others what the policy would refuse. */
export const macroManagers: readonly string[] = ["owner", "admin", "supervisor"];

type Step = { kind: string };

/** Kinds of which a macro has one at the most: a second reply is a second message, a second end is none. */
const once = new Set(["reply", "draft", "note", "assign", "prioritise", "snooze", "close"]);

/**
 * Why the steps do not go together; null when they do. `twice`: a kind that may stand once; `replyAndDraft`: a text is
 * sent or left, not both; `snoozeAndClose`: what is closed is not put off.
 */
export function whyNotTogether(steps: readonly Step[]): "twice" | "replyAndDraft" | "snoozeAndClose" | null {
  const kinds = steps.map(({ kind }) => kind);
  if (kinds.some((kind, index) => once.has(kind) && kinds.indexOf(kind) !== index)) return "twice";
  if (kinds.includes("reply") && kinds.includes("draft")) return "replyAndDraft";
  if (kinds.includes("snooze") && kinds.includes("close")) return "snoozeAndClose";
  return null;
}

/** In which order steps are done, however they stand: said first, ended last. */
const order = ["reply", "draft", "note", "tag", "prioritise", "assign", "snooze", "close"];

export function inOrder<T extends Step>(steps: readonly T[]): T[] {
  return [...steps].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}
