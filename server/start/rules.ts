import type { StepKey, WorkspaceKind } from "./schemas";

/** The first steps of a workspace of this kind, in the order in which they help. */
export function stepsOf(kind: WorkspaceKind): readonly StepKey[] {
  // What a shop is asked about most are orders; the others have none.
  const own = kind === "shop" ? "orders" : "facts";
  return ["bot", "knowledge", own, "agent", "reply", "team"];
}

/** The step to go on with: the first that is not done. Null when all are. */
export function nextStep(steps: readonly { key: StepKey; isDone: boolean }[]): StepKey | null {
  return steps.find(({ isDone }) => !isDone)?.key ?? null;
}
