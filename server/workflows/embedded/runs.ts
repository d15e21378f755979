import { and, eq, inArray, sql } from "drizzle-orm";
import { workflowJobs, workflowRuns } from "@/db/schema";
import { type Db, newId, type Runtime, type Transaction, wakeAfterCommit } from "@/server/kernel";
import type { SentEvent } from "../envelope";
import { failedEvent, type Registered, type Registry } from "../registry";
import type { Claimed } from "./claim";
import { keepEvent, readEvent } from "./events";
import { delayOf, priorityOf, singletonKeyOf, slotsOf } from "./flow-control";
import { askFor, askForDiscovery, holdJob, loopName } from "./jobs";
import { type SerialisedError, sleepEnd } from "./protocol";
import { keepSteps, orNull, textOf } from "./steps";
import { cancelWaits, keepWaits } from "./waits";

export type Run = typeof workflowRuns.$inferSelect;

/** What the work on runs stands on. */
export type At = { registry: Registry; now: Date; tell(message: string, fields: object): void };

type RunName = Pick<Run, "workspaceId" | "id">;
const isRun = ({ workspaceId, id }: RunName) =>
  and(eq(workflowRuns.workspaceId, workspaceId), eq(workflowRuns.id, id));

/** The run, held until the transaction ends; undefined when it is not running any more. */
export async function holdRun(tx: Transaction, name: RunName): Promise<Run | undefined> {
  const [run] = await tx.select().from(workflowRuns).where(isRun(name)).for("update");
  return run?.state === "running" ? run : undefined;
}

/** The same for a claimed job of it; undefined when the claim was lost, too. */
export async function holdClaimedRun(tx: Transaction, claimed: Claimed): Promise<Run | undefined> {
  const [run, isHeld] = await Promise.all([
    holdRun(tx, { workspaceId: claimed.workspaceId, id: claimed.runId }),
    holdJob(tx, claimed),
  ]);
  return isHeld ? run : undefined;
}

export async function noteRun(
  tx: Transaction,
  run: RunName,
  told: Partial<Pick<Run, "requestVersion" | "isRace">>,
): Promise<void> {
  await tx.update(workflowRuns).set(told).where(isRun(run));
}

type Caller = Pick<
  Run,
  "workspaceId" | "id" | "priorityS" | "slot" | "slotLimit" | "secondSlot" | "secondSlotLimit"
>;

/** A call of the run, then: with its slots, and before or behind others by its priority. */
const callOf = ({ workspaceId, id: runId, priorityS, ...run }: Caller, dueAt: Date) => ({
  workspaceId,
  runId,
  dueAt: new Date(dueAt.getTime() - priorityS * 1_000),
  slot: run.slot,
  slotLimit: run.slotLimit,
  secondSlot: run.secondSlot,
  secondSlotLimit: run.secondSlotLimit,
});

/** Has a planned step called. */
export const askForStep = (tx: Transaction, run: Caller, step: string, now: Date): Promise<void> =>
  askFor(tx, { ...callOf(run, now), step, kind: "call" });

/** Asks what comes next, if it is time: when all that was planned together has ended; in a race after each. */
export async function goOn(tx: Transaction, { workspaceId, id }: RunName, now: Date): Promise<void> {
  await tx.execute(
    sql`select go_on_workflow_run(${workspaceId}::uuid, ${id}::uuid, ${now.toISOString()}::timestamptz)`,
  );
  wakeAfterCommit(tx, loopName);
}

/** A step that was waited for has its end; the function is asked what comes next. The run is held. */
export async function endStep(
  tx: Transaction,
  run: Run,
  step: { id: string; op: string },
  result: { value: unknown } | { error: unknown },
  at: At,
): Promise<void> {
  const outcome = await keepSteps(tx, run, [{ ...step, ...result }], at.now);
  if (typeof outcome === "object") return endRun(tx, run, { error: outcome }, at);
  return goOn(tx, run, at.now);
}

/**
 * Starts a function's run for an event, or for a batch, held back as its flow control says.
 *
 * @param parent the step of another run that waits for what it returns
 */
export async function startRun(
  tx: Transaction,
  registered: Registered,
  events: readonly [SentEvent, ...SentEvent[]],
  at: At,
  parent?: { runId: string; step: string },
): Promise<void> {
  const { now } = at;
  const { workflow } = registered;
  const [event] = events;
  const { workspaceId } = event.data._santral;
  const run = {
    workspaceId,
    id: newId(),
    functionId: registered.id,
    eventId: event.id,
    batch: events.length > 1 ? events.map(({ id }) => id) : null,
    state: "running" as const,
    askedAt: now,
    parentRunId: parent?.runId,
    parentStep: parent?.step,
    singletonKey: singletonKeyOf(registered, event, at),
    priorityS: priorityOf(registered, event, at),
    ...slotsOf(registered, event, at),
  };
  const [started] = await tx.insert(workflowRuns).values(run).onConflictDoNothing().returning();
  if (!started) return;
  await keepWaits(tx, run, event, cancelWaits(registered, now));
  const dueAt = await delayOf(tx, registered, event, at);
  await askForDiscovery(tx, callOf(started, dueAt));
  if (workflow.timeouts?.start)
    await askFor(tx, {
      workspaceId,
      runId: run.id,
      step: "timeout:start",
      kind: "timeout",
      dueAt: sleepEnd(workflow.timeouts.start, now),
    });
}

type End = { output: unknown } | { error: SerialisedError } | { cancelled: SerialisedError };

/**
 * The end of a run, and of all that it still waited for. Who invoked it goes on, and what follows its failure starts, in
 * the same transaction. The run is held.
 */
export async function endRun(tx: Transaction, run: Run, end: End, at: At): Promise<void> {
  await close(tx, run, end, at);
  const { workspaceId } = run;
  if (run.parentRunId && run.parentStep) {
    const parent = await holdRun(tx, { workspaceId, id: run.parentRunId });
    const result = "output" in end ? { value: end.output ?? null } : { error: errorOf(end) };
    if (parent) await answerParent(tx, parent, run.parentStep, result, at);
  }
  if ("error" in end) await tellFailure(tx, run, end.error, at);
}

/**
 * The end of a run whose function has returned and for which nobody waits: nothing follows it, so one statement is enough.
 * Nothing happens when the claim was lost meanwhile.
 */
export async function endReturned(
  { worker }: Pick<Runtime, "worker">,
  claimed: Claimed,
  { functionId }: Pick<Run, "functionId">,
  output: unknown,
  at: At,
): Promise<void> {
  const run = { workspaceId: claimed.workspaceId, id: claimed.runId, functionId };
  await close(worker, run, { output }, at, claimed);
}

const errorOf = (end: End): SerialisedError | null =>
  "error" in end ? end.error : "cancelled" in end ? end.cancelled : null;

async function close(
  db: Pick<Transaction | Db, "execute">,
  { workspaceId, id, functionId }: Pick<Run, "workspaceId" | "id" | "functionId">,
  end: End,
  at: At,
  claim?: Pick<Claimed, "step" | "generation">,
): Promise<void> {
  const state = "cancelled" in end ? "cancelled" : "error" in end ? "failed" : "completed";
  const isForgotten = state === "completed" && at.registry.get(functionId)?.workflow.keepRuns === "failed";
  await db.execute(sql`
    select end_workflow_run(${workspaceId}::uuid, ${id}::uuid, ${orNull(claim?.step)}::text,
      ${orNull(claim?.generation)}::bigint, ${state}, ${orNull("output" in end ? textOf(end.output) : null)}::text,
      ${orNull(textOf(errorOf(end)))}::text, ${at.now.toISOString()}::timestamptz, ${isForgotten})`);
}

/** The step that waits for an invoked run ends with it; it may have waited too long, and have ended before. */
async function answerParent(
  tx: Transaction,
  parent: Run,
  step: string,
  result: { value: unknown } | { error: unknown },
  at: At,
): Promise<void> {
  const { workspaceId, id: runId } = parent;
  await tx
    .delete(workflowJobs)
    .where(
      and(
        eq(workflowJobs.workspaceId, workspaceId),
        eq(workflowJobs.runId, runId),
        eq(workflowJobs.step, step),
      ),
    );
  await endStep(tx, parent, { id: step, op: "InvokeFunction" }, result, at);
}

/** A run fails once, so it is told once; what follows a failure is followed by nothing. */
async function tellFailure(tx: Transaction, run: Run, error: SerialisedError, at: At): Promise<void> {
  const follower = at.registry.followerOf(run.functionId);
  if (!follower) return;
  const event = await readEvent(tx, run.workspaceId, run.eventId);
  const { workspaceId, actor, chain } = event.data._santral;
  const failure = {
    workspaceId,
    id: newId(),
    key: run.id,
    name: failedEvent,
    version: 1,
    data: { function_id: run.functionId, run_id: run.id, error, event, events: [event] },
    actorKind: actor.kind,
    actorId: actor.id,
    chain,
    occurredAt: at.now,
  };
  const { id, isNew } = await keepEvent(tx, failure);
  if (isNew) await startRun(tx, follower, [await readEvent(tx, workspaceId, id)], at);
}

/** Ends a run from outside. @returns false when it has ended before */
export async function cancelRun(
  tx: Transaction,
  name: RunName,
  reason: { name: string; message: string },
  at: At,
): Promise<boolean> {
  const run = await holdRun(tx, name);
  if (!run) return false;
  await endRun(tx, run, { cancelled: reason }, at);
  return true;
}

/** The events that runs began with, by run. */
export async function readOwnEvents(
  tx: Transaction,
  workspaceId: string,
  runIds: readonly string[],
  read: (ids: string[]) => Promise<SentEvent[]>,
): Promise<ReadonlyMap<string, SentEvent>> {
  if (runIds.length === 0) return new Map();
  const runs = await tx
    .select({ id: workflowRuns.id, eventId: workflowRuns.eventId })
    .from(workflowRuns)
    .where(and(eq(workflowRuns.workspaceId, workspaceId), inArray(workflowRuns.id, [...runIds])));
  const events = await read([...new Set(runs.map(({ eventId }) => eventId))]);
  const byId = new Map(events.map((event) => [event.id, event]));
  return new Map(runs.flatMap(({ id, eventId }) => (byId.has(eventId) ? [[id, byId.get(eventId)!]] : [])));
}
