import { and, eq, sql } from "drizzle-orm";
import { workflowSteps } from "@/db/schema";
import type { Transaction } from "@/server/kernel";
import { bytesOf, limits } from "./limits";
import type { Operation, SerialisedError } from "./protocol";
import type { Run } from "./runs";

/**
 * Keeps a step's end, once: a second one of the same step changes nothing. The run is held, and counts it.
 *
 * @returns what the run fails with when the step is more than a run may hold
 */
export async function keepStep(
  tx: Transaction,
  run: Run,
  operation: Operation,
  result: { value: unknown } | { error: unknown },
  now: Date,
): Promise<SerialisedError | undefined> {
  const bytes = bytesOf("value" in result ? result.value : result.error);
  const name = operation.displayName ?? operation.id;
  if (bytes > limits.stepBytes) {
    return refusal(
      "StepTooLarge",
      `The step "${name}" returned ${bytes} bytes, ${limits.stepBytes} at the most: keep large content in a file and return its id.`,
    );
  }
  if (run.endedSteps >= limits.steps) {
    return refusal(
      "TooManySteps",
      `A run has ${limits.steps} steps at the most: start runs of another function from it.`,
    );
  }
  if (run.bytes + bytes > limits.runBytes) {
    return refusal("RunTooLarge", `The steps of a run hold ${limits.runBytes} bytes at the most.`);
  }
  const [state, value, error] =
    "value" in result ? ["done", result.value ?? null, null] : ["failed", null, result.error];
  const toJson = (each: unknown) => sql`${each === null ? null : JSON.stringify(each)}::text::json`;
  const [w, at] = [sql`${run.workspaceId}::uuid`, sql`${now.toISOString()}::timestamptz`];
  // The step and its run's count by one statement: a chain of steps is as fast as its ways to the database are few.
  const kept = await tx.execute(sql`
    with kept as (
      insert into workflow_steps as s
        (workspace_id, run_id, id, name, operation, state, value, error, nth, planned_at, ended_at)
      values (${w}, ${run.id}::uuid, ${operation.id}, ${name}, ${operation.op}, ${state}, ${toJson(value)}, ${toJson(error)},
        ${run.endedSteps + 1}, ${at}, ${at})
      on conflict (workspace_id, run_id, id) do update
        set state = excluded.state, value = excluded.value, error = excluded.error, nth = excluded.nth,
          ended_at = excluded.ended_at
        where s.state = 'planned'
      returning 1
    )
    update workflow_runs r set ended_steps = r.ended_steps + 1, bytes = r.bytes + ${bytes} from kept
    where r.workspace_id = ${w} and r.id = ${run.id}::uuid returning r.id`);
  if (kept.length > 0) {
    run.endedSteps += 1;
    run.bytes += bytes;
  }
  return undefined;
}

const refusal = (name: string, message: string): SerialisedError => ({ name, message });

/** A step that will end later: planned to be called, or asleep. */
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

/** Whether steps of the run have been planned and have not ended. */
export async function hasPlanned(tx: Transaction, run: Run): Promise<boolean> {
  const rows = await tx
    .select({ id: workflowSteps.id })
    .from(workflowSteps)
    .where(
      and(
        eq(workflowSteps.workspaceId, run.workspaceId),
        eq(workflowSteps.runId, run.id),
        eq(workflowSteps.state, "planned"),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
