import { Cron } from "croner";
import { and, eq, notInArray } from "drizzle-orm";
import { workflowJobs } from "@/db/schema";
import { platformScope, type Transaction, wakeAfterCommit } from "@/server/kernel";
import type { Registered, Registry } from "../registry";
import type { Claimed } from "./claim";
import { isJob, loopName, startRuns } from "./runs";

/** The event of a cron's run; its payload is the protocol's. */
export const timerEvent = "inngest/scheduled.timer";

const withZone = /^TZ=(\S+)\s+(.+)$/;

/**
 * The first moment after another one that a cron names. Where the clocks go forward over it, it comes at the moment after;
 * where they go back, once.
 *
 * @throws Error when the expression is none
 */
export function nextTick(expression: string, after: Date): Date {
  const [, timezone = "UTC", pattern = expression] = withZone.exec(expression) ?? [];
  const next = new Cron(pattern, { timezone }).nextRun(after);
  if (!next) throw new Error(`The cron "${expression}" never comes.`);
  return next;
}

const cronOf = ({ triggers }: Registered): string | undefined =>
  triggers.flatMap((trigger) => ("cron" in trigger ? [trigger.cron] : []))[0];

/** Every cron of this build has its next tick, and none that is gone has one. One row each, whatever the processes. */
export async function scheduleCrons(tx: Transaction, registry: Registry, now: Date): Promise<void> {
  const crons = [...registry.all()].flatMap((each) => {
    const cron = cronOf(each);
    return cron ? [{ step: each.id, dueAt: nextTick(cron, now) }] : [];
  });
  const isTick = and(eq(workflowJobs.workspaceId, platformScope), eq(workflowJobs.kind, "tick"));
  const names = crons.map(({ step }) => step);
  await tx
    .delete(workflowJobs)
    .where(names.length > 0 ? and(isTick, notInArray(workflowJobs.step, names)) : isTick);
  if (crons.length === 0) return;
  // A tick that is due already, missed while nothing ran, is kept: it is run once.
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
    .onConflictDoNothing();
  wakeAfterCommit(tx, loopName);
}

/** A cron's tick: its run, and the tick after it, in one transaction. */
export async function startTick(
  tx: Transaction,
  claimed: Claimed,
  { registry, now }: { registry: Registry; now: Date },
): Promise<void> {
  const [job] = await tx.select().from(workflowJobs).where(isJob(claimed)).for("update");
  if (job?.generation !== claimed.generation) return;
  const registered = registry.get(claimed.step);
  const cron = registered && cronOf(registered);
  if (!cron) {
    await tx.delete(workflowJobs).where(isJob(claimed));
    return;
  }
  const scheduledAt = claimed.dueAt.toISOString();
  await startRuns(tx, [registered], {
    workspaceId: platformScope,
    key: `${claimed.step} ${scheduledAt}`,
    name: timerEvent,
    version: 1,
    data: { cron, scheduledAt, fireAt: scheduledAt },
    now,
  });
  await tx
    .update(workflowJobs)
    .set({ dueAt: nextTick(cron, now), attempts: 0, leaseUntil: null, leaseHolder: null })
    .where(isJob(claimed));
}
