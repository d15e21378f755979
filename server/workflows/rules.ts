/** How a run stands, as people are told; the browser may use all of this. */
export const runStatuses = [
  "queued",
  "running",
  "waiting",
  "stuck",
  "completed",
  "failed",
  "cancelled",
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Those of a run that has not ended. */
export const openStatuses = ["queued", "running", "waiting", "stuck"] as const;
export const hasEnded = (status: RunStatus): boolean => !openStatuses.some((open) => open === status);

/** Why a run that should go on does not. */
export const stuckReasons = ["lost", "late", "forgotten", "build"] as const;
export type StuckReason = (typeof stuckReasons)[number];

/** Whoever had it in hand has been silent for so long. */
export const lostAfterS = 300;
/** It was due so long ago, and nobody has taken it up. */
export const lateAfterS = 600;

/** Spans of time by which the list is narrowed: a day, a week, thirty days. */
export const runSpans = ["day", "week", "month"] as const;
export type RunSpan = (typeof runSpans)[number];
const dayMs = 86_400_000;
export const spanMs: Readonly<Record<RunSpan, number>> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs };

/** What a step does, in the words of the one who wrote it. */
export const stepKinds = ["work", "sleep", "wait", "invoke"] as const;
export type StepKind = (typeof stepKinds)[number];

const kindsByOperation: Readonly<Record<string, StepKind>> = {
  Sleep: "sleep",
  WaitForEvent: "wait",
  InvokeFunction: "invoke",
};
/** The protocol's operation as a kind; whatever runs a body is work. */
export const stepKindOf = (operation: string): StepKind => kindsByOperation[operation] ?? "work";

/** What a run waits for now, and what would end it. */
export const pauseKinds = ["sleep", "event", "run", "retry", "start", "room", "deadline", "stop"] as const;

const appPrefix = "santral-";
const failureSuffix = "-failure";

/** `operations-upkeep` and whether it is what follows its failure, of `santral-operations-upkeep-failure`. */
export function readFunctionId(functionId: string): { workflow: string; isAfterFailure: boolean } {
  const id = functionId.startsWith(appPrefix) ? functionId.slice(appPrefix.length) : functionId;
  return id.endsWith(failureSuffix)
    ? { workflow: id.slice(0, -failureSuffix.length), isAfterFailure: true }
    : { workflow: id, isAfterFailure: false };
}

/** Ended runs alone begin anew: one that goes on is stopped first. */
export const canReplay = (status: RunStatus): boolean => hasEnded(status);
export const canCancel = (status: RunStatus): boolean => !hasEnded(status);
