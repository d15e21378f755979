import { and, eq, notInArray, sql } from "drizzle-orm";
import { workflowJobs } from "@/db/schema";
import { nextTick } from "@/lib/cron";
import { newId, platformScope, type Transaction, wakeAfterCommit } from "@/server/kernel";
import { timerEvent } from "../envelope";
import type { Registered, Registry } from "../registry";
import type { Claimed } from "./claim";
import { keepEvent, readEvent } from "./events";
import { endJob, holdJob, loopName, putOff } from "./jobs";
import { type At, startRun } from "./runs";

/** The crons of this build, each under the name of its tick: another expression is another tick. */
const ticksOf = (registry: Registry): { step: string; cron: string; registered: Registered }[] =>
  [...registry.all()].flatMap((registered) =>
    registered.workflow.triggers.flatMap((trigger) =>
      "cron" in trigger ? [{ step: `${registered.id} ${trigger.cron}`, cron: trigger.cron, registered }] : [],
    ),
  );

/** Every cron of this build has its next tick, and none that is gone has one. One row each, whatever the processes. */
export async function scheduleCrons(tx: Transaction, registry: Registry, now: Date): Promise<void> {
  const crons = ticksOf(registry).map(({ step, cron }) => ({ step, dueAt: nextTick(cron, now) }));
  const isTick = and(eq(workflowJobs.workspaceId, platformScope), eq(workflowJobs.kind, "tick"));
  const names = crons.map(({ step }) => step);
  await tx
    .delete(workflowJobs)
    .where(names.length > 0 ? and(isTick, notInArray(workflowJobs.step, names)) : isTick);
  if (crons.length === 0) return;
  // A tick that is due already, missed while nothing ran, is kept: it is run once. One that a wrong clock has put too far
  // is brought back.
  await tx
    .insert(workflowJobs)
    .values(
      crons.map((cron) => ({
        workspaceId: platformScope,
        runId: platformScope,
        kind: "tick" as const,
        ...cron,
      })),
    )
    .onConflictDoUpdate({
      target: [workflowJobs.workspaceId, workflowJobs.runId, workflowJobs.step],
      set: { dueAt: sql`least(${workflowJobs.dueAt}, excluded.due_at)` },
    });
  wakeAfterCommit(tx, loopName);
}

/** Ticks that a busy machine is late for are made up for, each; of a longer time without any process one stands for all. */
const madeUpForMs = 10 * 60_000;

function tickAfter(cron: string, tick: Date, now: Date): Date {
  const next = nextTick(cron, tick);
  return now.getTime() - next.getTime() > madeUpForMs ? nextTick(cron, now) : next;
}

/** A cron's tick: its run, and the tick after it, in one transaction. */
export async function startTick(tx: Transaction, claimed: Claimed, at: At): Promise<void> {
  if (!(await holdJob(tx, claimed))) return;
  const tick = ticksOf(at.registry).find(({ step }) => step === claimed.step);
  if (!tick) return endJob(tx, claimed);
  const { cron, registered } = tick;
  const scheduledAt = claimed.dueAt.toISOString();
  const { id, isNew } = await keepEvent(tx, {
    workspaceId: platformScope,
    id: newId(),
    key: `${claimed.step} ${scheduledAt}`,
    name: timerEvent,
    version: 1,
    data: { cron, scheduledAt, fireAt: scheduledAt },
    actorKind: "system",
    actorId: "cron",
    chain: [],
    occurredAt: at.now,
  });
  if (isNew) await startRun(tx, registered, [await readEvent(tx, platformScope, id)], at);
  await putOff(tx, claimed, tickAfter(cron, claimed.dueAt, at.now), 0);
}
