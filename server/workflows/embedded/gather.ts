import { and, eq, sql } from "drizzle-orm";
import { workflowJobs, workflowKeys } from "@/db/schema";
import { newId, type Transaction } from "@/server/kernel";
import type { SentEvent } from "../envelope";
import type { Registered } from "../registry";
import type { Claimed } from "./claim";
import { readEvents } from "./events";
import { isTrue } from "./expression";
import { keyValue } from "./flow-control";
import { askFor, endJob, holdJob, putOff } from "./jobs";
import { unknownPauseMs } from "./prepare";
import { sleepEnd } from "./protocol";
import { type At, startRun } from "./runs";

type Gathered = { id: string; events: string[]; until: Date };

/** Adds an event to what is gathered for a function and a key; the row is held. */
async function gather(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  of: { kind: "debounce" | "batch"; key: string | undefined; until: Date },
  at: At,
): Promise<Gathered> {
  const key = keyValue(registered, of.key, event, at);
  const [row] = await tx
    .insert(workflowKeys)
    .values({
      workspaceId: event.data._santral.workspaceId,
      functionId: registered.id,
      kind: of.kind,
      key,
      id: newId(),
      until: of.until,
      events: [event.id],
    })
    .onConflictDoUpdate({
      target: [workflowKeys.workspaceId, workflowKeys.functionId, workflowKeys.kind, workflowKeys.key],
      // The latest of a debounce stands for all of them: by their ids, which are made in order; they come here in any.
      set: {
        events:
          of.kind === "batch"
            ? sql`${workflowKeys.events} || excluded.events`
            : sql`array[greatest(${workflowKeys.events}[1], excluded.events[1])]`,
      },
    })
    .returning();
  return { id: row!.id, events: row!.events ?? [], until: row!.until };
}

/** Far enough for a debounce that nothing else ends. */
const withoutEnd = new Date("9999-01-01T00:00:00.000Z");

/** Puts the start off to a period after this event, the latest of its key. */
export async function debounce(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  at: At,
): Promise<void> {
  const { key, period, timeout } = registered.workflow.debounce!;
  const until = timeout ? sleepEnd(timeout, at.now) : withoutEnd;
  const gathered = await gather(tx, registered, event, { kind: "debounce", key, until }, at);
  const dueAt = new Date(Math.min(sleepEnd(period, at.now).getTime(), gathered.until.getTime()));
  const job = { workspaceId: event.data._santral.workspaceId, runId: gathered.id, step: registered.id };
  await askFor(tx, { ...job, kind: "gathered", dueAt });
  await tx
    .update(workflowJobs)
    .set({ dueAt })
    .where(and(eq(workflowJobs.workspaceId, job.workspaceId), eq(workflowJobs.runId, job.runId)));
}

/** Adds the event to its key's batch, which starts when it is full, or when its time has come. */
export async function addToBatch(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  at: At,
): Promise<void> {
  const { maxSize, timeout, key, if: condition } = registered.workflow.batchEvents!;
  const tell = (error: unknown) =>
    at.tell("an expression could not be evaluated", {
      functionId: registered.id,
      expression: condition,
      error,
    });
  if (condition && !isTrue(condition, { event }, tell)) return startRun(tx, registered, [event], at);
  const until = sleepEnd(timeout, at.now);
  const gathered = await gather(tx, registered, event, { kind: "batch", key, until }, at);
  const { workspaceId } = event.data._santral;
  const job = { workspaceId, runId: gathered.id, step: registered.id };
  if (gathered.events.length >= maxSize) {
    await endJob(tx, job);
    await startGathered(tx, workspaceId, registered, gathered, at);
  } else await askFor(tx, { ...job, kind: "gathered", dueAt: gathered.until });
}

async function startGathered(
  tx: Transaction,
  workspaceId: string,
  registered: Registered,
  gathered: Gathered,
  at: At,
): Promise<void> {
  await tx
    .delete(workflowKeys)
    .where(and(eq(workflowKeys.workspaceId, workspaceId), eq(workflowKeys.id, gathered.id)));
  const [first, ...others] = await readEvents(tx, workspaceId, gathered.events.toSorted());
  if (first) await startRun(tx, registered, [first, ...others], at);
}

/** The time of what was gathered has come. An event that came at the same moment may have put it off, or started it. */
export async function startDue(tx: Transaction, claimed: Claimed, at: At): Promise<void> {
  const { workspaceId, runId: id, step } = claimed;
  // The row first, as those do who add to it.
  const [row] = await tx
    .select()
    .from(workflowKeys)
    .where(and(eq(workflowKeys.workspaceId, workspaceId), eq(workflowKeys.id, id)))
    .for("update");
  if (!(await holdJob(tx, claimed))) return;
  if (!row) return endJob(tx, claimed);
  const [job] = await tx
    .select({ dueAt: workflowJobs.dueAt })
    .from(workflowJobs)
    .where(and(eq(workflowJobs.workspaceId, workspaceId), eq(workflowJobs.runId, id)));
  if (job && job.dueAt > at.now) return putOff(tx, claimed, job.dueAt);
  const registered = at.registry.get(step);
  if (!registered) return putOff(tx, claimed, new Date(at.now.getTime() + unknownPauseMs));
  await endJob(tx, claimed);
  await startGathered(tx, workspaceId, registered, { ...row, events: row.events ?? [] }, at);
}
