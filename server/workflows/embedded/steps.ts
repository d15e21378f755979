import { type SQL, sql } from "drizzle-orm";
import { workflowSteps } from "@/db/schema";
import type { Db, Runtime, Transaction } from "@/server/kernel";
import type { Claimed } from "./claim";
import { bytesOf, limits } from "./limits";
import { type Operation, readError, type SerialisedError } from "./protocol";
import type { Run } from "./runs";

/** A step with what it ended with. */
export type EndedStep = Pick<Operation, "id" | "op" | "displayName"> &
  ({ value: unknown } | { error: unknown });

/** What has become of steps: kept; their claim lost, and nothing kept; or what their run fails with. */
export type Outcome = "kept" | "lost" | SerialisedError;

/**
 * Keeps the ends of steps, each once: a second one of the same step changes nothing.
 *
 * @param claim the claim under which they come; without one the caller holds the run
 */
export async function keepSteps(
  db: Pick<Transaction | Db, "execute">,
  run: Pick<Run, "workspaceId" | "id">,
  steps: readonly EndedStep[],
  now: Date,
  claim?: Pick<Claimed, "step" | "generation">,
): Promise<Outcome> {
  const tooLarge = steps.find(
    (step) => bytesOf("value" in step ? step.value : step.error) > limits.stepBytes,
  );
  if (tooLarge) return stepTooLarge(tooLarge);
  const rows = steps.map((step) => ({
    id: step.id,
    name: step.displayName ?? step.id,
    operation: step.op,
    ...("value" in step
      ? { state: "done", value: textOf(step.value) }
      : { state: "failed", error: textOf(step.error) }),
  }));
  const [kept] = await db.execute<Kept>(sql`
    select outcome from keep_workflow_steps(${run.workspaceId}::uuid, ${run.id}::uuid, ${orNull(claim?.step)}::text,
      ${orNull(claim?.generation)}::bigint, ${JSON.stringify(rows)}::text::jsonb, ${now.toISOString()}::timestamptz,
      ${limits.steps}, ${limits.runBytes})`);
  return toOutcome(kept!);
}

/** A claimed sleep is over: its step ends with nothing, and its run goes on, in one statement. */
export async function wakeStep(
  { worker }: Pick<Runtime, "worker">,
  claimed: Claimed,
  now: Date,
): Promise<Outcome> {
  const { workspaceId, runId, step, generation } = claimed;
  const [kept] = await worker.execute<Kept>(sql`
    select outcome from wake_workflow_run(${workspaceId}::uuid, ${runId}::uuid, ${step}, ${generation}::bigint,
      ${now.toISOString()}::timestamptz, ${limits.steps}, ${limits.runBytes})`);
  return toOutcome(kept!);
}

type Kept = { outcome: keyof typeof refusals | "kept" | "lost" };

const toOutcome = ({ outcome }: Kept): Outcome =>
  outcome === "kept" || outcome === "lost" ? outcome : { name: outcome, message: refusals[outcome] };

/** A value as it goes into a function of the database, which keeps it as `json`. */
export const textOf = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);

export const orNull = (value: string | number | null | undefined): SQL =>
  value === undefined || value === null ? sql`null` : sql`${value}`;

const refusals = {
  TooManySteps: `A run has ${limits.steps} steps at the most: start runs of another function from it.`,
  RunTooLarge: `The steps of a run hold ${limits.runBytes} bytes at the most.`,
} as const;

const stepTooLarge = (step: EndedStep): SerialisedError => ({
  name: "StepTooLarge",
  message: `The step "${step.displayName ?? step.id}" returned more than ${limits.stepBytes} bytes: keep large content in a file and return its id.`,
});

/** An operation that says what its step ended with. */
export const toEndedStep = (operation: Operation): EndedStep => ({
  id: operation.id,
  op: operation.op,
  displayName: operation.displayName,
  ...(operation.op === "StepFailed" ? { error: readError(operation.error) } : { value: operation.data }),
});

/** A step that will end later: planned to be called, asleep, or waiting. */
export async function planStep(tx: Transaction, run: Run, operation: Operation, now: Date): Promise<void> {
  await tx
    .insert(workflowSteps)
    .values({
      workspaceId: run.workspaceId,
      runId: run.id,
      id: operation.id,
      name: operation.displayName ?? operation.id,
      operation: operation.op,
      state: "planned",
      plannedAt: now,
    })
    .onConflictDoNothing();
}
