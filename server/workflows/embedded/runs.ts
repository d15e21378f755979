import { and, eq, sql } from "drizzle-orm";
import { workflowEvents, workflowJobs, workflowRuns, workflowSteps } from "@/db/schema";
import { newId, type Transaction, wakeAfterCommit } from "@/server/kernel";
import { failedEvent, type Registered, type Registry } from "../registry";
import type { Claimed } from "./claim";
import { bytesOf, limits } from "./limits";
import type { Operation, SerialisedError } from "./protocol";

/** The loop that carries workflows out. */
export const loopName = "workflows";
/** The job of a run that asks its function what comes next. */
export const discovery = "step";

export type Run = typeof workflowRuns.$inferSelect;

/** The run, held until the transaction ends; undefined when it is not running any more, or the claim was lost. */
export async function holdRun(tx: Transaction, claimed: Claimed): Promise<Run | undefined> {
  const { workspaceId, runId } = claimed;
  const [[run], [job]] = await Promise.all([
    tx
      .select()
      .from(workflowRuns)
      .where(and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, runId)))
      .for("update"),
    tx.select().from(workflowJobs).where(isJob(claimed)).for("update"),
  ]);
  return run?.state === "running" && job?.generation === claimed.generation ? run : undefined;
}

export const isJob = ({ workspaceId, runId, step }: Pick<Claimed, "workspaceId" | "runId" | "step">) =>
  and(eq(workflowJobs.workspaceId, workspaceId), eq(workflowJobs.runId, runId), eq(workflowJobs.step, step));

export async function endJob(tx: Transaction, claimed: Claimed): Promise<void> {
  await tx.delete(workflowJobs).where(isJob(claimed));
}

/** Asks for a call, or a sleep's end; one a step, whoever asks. */
export async function askFor(
  tx: Transaction,
  run: Pick<Run, "workspaceId" | "id">,
  job: { step: string; kind: "call" | "wake"; dueAt: Date },
): Promise<void> {
  await tx
    .insert(workflowJobs)
    .values({ workspaceId: run.workspaceId, runId: run.id, ...job })
    .onConflictDoNothing();
  wakeAfterCommit(tx, loopName);
}

/** Puts a job back, with the attempts that it has behind it then. */
export async function putOff(
  tx: Transaction,
  claimed: Claimed,
  dueAt: Date,
  attempts = claimed.attempts,
): Promise<void> {
  await tx
    .update(workflowJobs)
    .set({ attempts, dueAt, leaseUntil: null, leaseHolder: null })
    .where(isJob(claimed));
}

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

const isRun = ({ workspaceId, id }: Pick<Run, "workspaceId" | "id">) =>
  and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, id));

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

export async function noteRun(
  tx: Transaction,
  run: Run,
  told: { requestVersion?: number; isRace?: boolean },
): Promise<void> {
  await tx.update(workflowRuns).set(told).where(isRun(run));
}

/** The end of a run, and of all that it still waited for. What follows its failure starts with it. */
export async function endRun(
  tx: Transaction,
  registry: Registry,
  run: Run,
  end: { output: unknown } | { error: SerialisedError },
  now: Date,
): Promise<void> {
  const error = "error" in end ? end.error : null;
  await tx
    .update(workflowRuns)
    .set({
      state: error ? "failed" : "completed",
      output: "output" in end ? (end.output ?? null) : null,
      error,
      endedAt: now,
    })
    .where(isRun(run));
  await tx
    .delete(workflowJobs)
    .where(and(eq(workflowJobs.workspaceId, run.workspaceId), eq(workflowJobs.runId, run.id)));
  const follower = error ? registry.followerOf(run.functionId) : undefined;
  if (!follower) return;
  const [event] = await tx
    .select()
    .from(workflowEvents)
    .where(and(eq(workflowEvents.workspaceId, run.workspaceId), eq(workflowEvents.id, run.eventId)));
  const told = { name: event?.name, data: event?.data, id: run.eventId };
  await startRuns(tx, [follower], {
    workspaceId: run.workspaceId,
    // A run fails once, so it is told once.
    key: run.id,
    name: failedEvent,
    version: 1,
    data: { function_id: run.functionId, run_id: run.id, error, event: told, events: [told] },
    now,
  });
}

/**
 * Keeps an event and starts a run of each function for it, in the sender's transaction. An event whose key is known
 * already starts nothing.
 *
 * @returns the event's id, of the first one where it came before
 */
export async function startRuns(
  tx: Transaction,
  functions: readonly Registered[],
  event: { workspaceId: string; key: string; name: string; version: number; data: unknown; now: Date },
): Promise<string> {
  const { workspaceId, key, name, version, data, now } = event;
  const eventId = newId();
  const [fresh] = await tx
    .insert(workflowEvents)
    .values({ workspaceId, id: eventId, name, key, version, data, occurredAt: now })
    .onConflictDoNothing()
    .returning({ id: workflowEvents.id });
  if (!fresh) {
    const [known] = await tx
      .select({ id: workflowEvents.id })
      .from(workflowEvents)
      .where(
        and(
          eq(workflowEvents.workspaceId, workspaceId),
          eq(workflowEvents.name, name),
          eq(workflowEvents.key, key),
        ),
      );
    return known!.id;
  }
  for (const { id: functionId } of functions) {
    const run = { workspaceId, id: newId() };
    await tx.insert(workflowRuns).values({ ...run, functionId, eventId, state: "running", startedAt: now });
    await askFor(tx, run, { step: discovery, kind: "call", dueAt: now });
  }
  return eventId;
}
