/** What files are brought in for. */
export const importTargets = ["shopOrders", "faq", "customers"] as const;
export type ImportTarget = (typeof importTargets)[number];

/**
 * `ready` (uploaded, its columns guessed) → `checking` → `checked` (a dry run has said what would become of each row) →
 * `running` → `done`. Of a file that is brought in whole or not at all, `refused` says that a row stood against it;
 * `rollingBack` takes back what was stored before that was known.
 */
export const importStates = [
  "ready",
  "checking",
  "checked",
  "running",
  "done",
  "refused",
  "rollingBack",
  "cancelled",
  "undoing",
  "undone",
  "failed",
] as const;
export type ImportStateName = (typeof importStates)[number];

const busy: readonly ImportStateName[] = ["checking", "running", "rollingBack", "undoing"];
export const isBusy = (state: ImportStateName): boolean => busy.includes(state);

/** From where each of these may be asked for. */
const moves: Record<"check" | "start" | "cancel" | "undo" | "discard", readonly ImportStateName[]> = {
  check: ["ready", "checked"],
  start: ["ready", "checked"],
  cancel: ["checking", "running"],
  undo: ["done", "cancelled", "failed"],
  discard: ["ready", "checked"],
};
export const mayMove = (move: keyof typeof moves, state: ImportStateName): boolean =>
  moves[move].includes(state);

/** A larger file is stopped there, and the report says so. */
export const maxImportRows = 200_000;
/** Most bytes of one file. */
export const maxImportBytes = 64 * 1024 * 1024;
/** Most characters of rows that are pasted instead. */
export const maxPastedCharacters = 4 * 1024 * 1024;

export const importRowOutcomes = ["created", "updated", "unchanged", "refused"] as const;
export type ImportRowOutcome = (typeof importRowOutcomes)[number];

export const undoOutcomes = ["removed", "restored", "changedSince", "inUse", "gone"] as const;

/** Rows, old values and the possibility of an undo are kept this long after the end. */
export const keepDays = 30;
/** A file that nobody started is forgotten after this long. */
export const keepUnstartedHours = 24;
