import { and, eq, sql } from "drizzle-orm";
import { channelChecks } from "@/db/schema";
import { getRuntime, newId, openSystemContext } from "@/server/kernel";
import type { Workflow } from "@/server/workflows";
import type { ChannelPlace } from "./counters";
import { type Look, lookAtChannel } from "./look-at-channel";

/** A bot is looked at this often, a fifth sooner or later, so that hundreds never come at once. */
const everyMs = 40_000;
const jitter = 0.2;
/**
 * A look that stays without an answer takes five seconds: so many let 500 bots be looked at within the minute even while
 * none of them is answered, and slow ones keep nobody waiting.
 */
const atOnce = 64;
const leaseMs = 60_000;
/** So many looks in a row without an answer are worth a line in the log, once. */
const saidAfter = 3;

type Check = ChannelPlace & { attempts: number };

/**
 * Looks at every bot about every 40 s: what nobody is told of (a webhook that somebody took away, a token that was
 * revoked while nothing is sent) is seen within a minute, also after the platform was away.
 */
export const watchWorkflow: Workflow = {
  id: "channels-watch",
  triggers: [{ cron: "* * * * *" }],
  retries: 0,
  keepRuns: "failed",
  load:
    async () =>
    async ({ step }) => {
      for (let round = 0; round < roundsAMinute; round += 1) {
        if (round > 0) await step.sleep(`before ${round}`, "10s");
        await step.run(`look ${round}`, lookAtDueChannels);
      }
    },
};
const roundsAMinute = 6;

/** Looks at all that are due. They are claimed by lease, so that several processes share them. */
export async function lookAtDueChannels(): Promise<void> {
  const { logger } = getRuntime();
  const holder = newId();
  const running = new Set<Promise<void>>();
  for (;;) {
    const checks = await claim(holder, atOnce - running.size);
    for (const check of checks) {
      const work = look(holder, check)
        .catch((error: unknown) => logger.error({ ...check, error }, "a look was lost"))
        .finally(() => running.delete(work));
      running.add(work);
    }
    if (running.size === 0) return;
    if (checks.length === 0 || running.size === atOnce) await Promise.race(running);
  }
}

async function claim(holder: string, limit: number): Promise<Check[]> {
  const { worker, clock } = getRuntime();
  const now = clock.now();
  const rows = await worker.execute<{ workspace_id: string; channel_id: string; attempts: number }>(sql`
    update channel_checks c set lease_until = ${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz,
      lease_holder = ${holder}
    where c.ctid = any(array(
      select ctid from channel_checks
      where due_at <= ${now.toISOString()}::timestamptz
        and (lease_until is null or lease_until < ${now.toISOString()}::timestamptz)
      order by due_at limit ${limit} for update skip locked))
    returning c.workspace_id, c.channel_id, c.attempts`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    channelId: row.channel_id,
    attempts: row.attempts,
  }));
}

async function look(holder: string, check: Check): Promise<void> {
  const { worker, clock, logger } = getRuntime();
  const { workspaceId, channelId } = check;
  let outcome: Look = { outcome: "away" };
  try {
    const ctx = await openSystemContext(workspaceId, { kind: "system", name: "watcher" });
    outcome = await lookAtChannel(ctx, channelId);
  } catch (error) {
    logger.warn({ workspaceId, channelId, error }, "a bot could not be looked at");
  }
  const mine = and(eq(channelChecks.workspaceId, workspaceId), eq(channelChecks.channelId, channelId));
  if (outcome.outcome === "gone") {
    await worker.delete(channelChecks).where(mine);
    return;
  }
  const attempts = outcome.outcome === "away" ? check.attempts + 1 : 0;
  if (attempts === saidAfter) logger.warn({ workspaceId, channelId }, "a bot's platform does not answer");
  const dueAt = new Date(clock.now().getTime() + pauseMs(outcome));
  await worker
    .update(channelChecks)
    .set({ dueAt, attempts, leaseUntil: null, leaseHolder: null })
    .where(and(mine, eq(channelChecks.leaseHolder, holder)));
}

/** When a bot is looked at next. Exported for its test. */
export function pauseMs(look: Look, random: () => number = Math.random): number {
  const usual = Math.round(everyMs * (1 - jitter + 2 * jitter * random()));
  return look.outcome === "wait" ? Math.max(look.forMs, usual) : usual;
}
