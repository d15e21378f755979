import { and, eq, sql } from "drizzle-orm";
import { channelChecks } from "@/db/schema";
import { type Loop, newId, openSystemContext, type Runtime } from "@/server/kernel";
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
 * revoked while nothing is sent) is seen within a minute, also after the platform was away. Bots are claimed by lease, so
 * that several processes share them.
 */
export function createWatcher(runtime: Runtime): Loop {
  const holder = newId();
  const running = new Set<Promise<void>>();
  let isStopping = false;
  runtime.onStop(async () => {
    isStopping = true;
    await Promise.all(running);
  });

  async function claim(limit: number): Promise<Check[]> {
    const now = runtime.clock.now();
    const rows = await runtime.worker.execute<{
      workspace_id: string;
      channel_id: string;
      attempts: number;
    }>(sql`
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

  async function look(check: Check): Promise<void> {
    const { workspaceId, channelId } = check;
    let outcome: Look = { outcome: "away" };
    try {
      const ctx = await openSystemContext(workspaceId, { kind: "system", name: "watcher" });
      outcome = await lookAtChannel(ctx, channelId);
    } catch (error) {
      runtime.logger.warn({ workspaceId, channelId, error }, "a bot could not be looked at");
    }
    const mine = and(eq(channelChecks.workspaceId, workspaceId), eq(channelChecks.channelId, channelId));
    if (outcome.outcome === "gone") {
      await runtime.worker.delete(channelChecks).where(mine);
      return;
    }
    const attempts = outcome.outcome === "away" ? check.attempts + 1 : 0;
    if (attempts === saidAfter)
      runtime.logger.warn({ workspaceId, channelId }, "a bot's platform does not answer");
    const dueAt = new Date(runtime.clock.now().getTime() + pauseMs(outcome));
    await runtime.worker
      .update(channelChecks)
      .set({ dueAt, attempts, leaseUntil: null, leaseHolder: null })
      .where(and(mine, eq(channelChecks.leaseHolder, holder)));
  }

  return {
    name: "watcher",
    idleMs: 1_000,
    async runOnce() {
      if (isStopping) return false;
      if (running.size >= atOnce) await Promise.race(running);
      const limit = atOnce - running.size;
      const checks = await claim(limit);
      for (const check of checks) {
        const work = look(check)
          .catch((error: unknown) => runtime.logger.error({ ...check, error }, "a look was lost"))
          .finally(() => running.delete(work));
        running.add(work);
      }
      return checks.length === limit;
    },
  };
}

/** When a bot is looked at next. Exported for its test. */
export function pauseMs(look: Look, random: () => number = Math.random): number {
  const usual = Math.round(everyMs * (1 - jitter + 2 * jitter * random()));
  return look.outcome === "wait" ? Math.max(look.forMs, usual) : usual;
}
