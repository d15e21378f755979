import { sql } from "drizzle-orm";
import { channelHours } from "@/db/schema";
import { getRuntime, inTransaction, type Loop, type Runtime } from "@/server/kernel";

export type ChannelPlace = { workspaceId: string; channelId: string };

/** What became of a call to the platform; `other` counts only its time. */
export type CallOutcome = "sent" | "failed" | "tooMany" | "other";

type Count = {
  workspaceId: string;
  channelId: string;
  hour: Date;
  received: number;
  sent: number;
  failed: number;
  tooMany: number;
  calls: number;
  callsMs: number;
  slowestMs: number;
};

const hourMs = 3_600_000;
const flushMs = 5_000;

const countsOf = (): Map<string, Count> => getRuntime().keep("channel-counts", () => new Map());

/** One more update of this bot has come in. Costs a look into a map; written down later with all others. */
export function countReceived(place: ChannelPlace): void {
  countOf(place).received += 1;
}

/** One more call for this bot has been answered, after so long. */
export function countCall(place: ChannelPlace, outcome: CallOutcome, ms: number): void {
  const count = countOf(place);
  if (outcome !== "other") count[outcome] += 1;
  count.calls += 1;
  count.callsMs += Math.round(ms);
  count.slowestMs = Math.max(count.slowestMs, Math.round(ms));
}

function countOf({ workspaceId, channelId }: ChannelPlace): Count {
  const counts = countsOf();
  const hour = Math.floor(getRuntime().clock.now().getTime() / hourMs) * hourMs;
  const key = `${channelId} ${hour}`;
  let count = counts.get(key);
  if (!count) {
    const none = { received: 0, sent: 0, failed: 0, tooMany: 0, calls: 0, callsMs: 0, slowestMs: 0 };
    count = { workspaceId, channelId, hour: new Date(hour), ...none };
    counts.set(key, count);
  }
  return count;
}

/** Writes what was counted: one statement a workspace, every few seconds, and at the end of the process. */
export function createCounterLoop(runtime: Runtime): Loop {
  runtime.onStop(() => flushCounts(runtime));
  return {
    name: "counters",
    idleMs: flushMs,
    async runOnce() {
      await flushCounts(runtime);
      return false;
    },
  };
}

/** What cannot be written now is kept and added to. */
export async function flushCounts(runtime: Pick<Runtime, "app" | "logger">): Promise<void> {
  const counts = countsOf();
  const taken = [...counts.values()];
  counts.clear();
  for (const [workspaceId, rows] of Map.groupBy(taken, (count) => count.workspaceId)) {
    try {
      await inTransaction(runtime.app, async (tx) => {
        await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
        await tx
          .insert(channelHours)
          .values(rows)
          .onConflictDoUpdate({
            target: [channelHours.workspaceId, channelHours.channelId, channelHours.hour],
            set: {
              received: sql`${channelHours.received} + excluded.received`,
              sent: sql`${channelHours.sent} + excluded.sent`,
              failed: sql`${channelHours.failed} + excluded.failed`,
              tooMany: sql`${channelHours.tooMany} + excluded.too_many`,
              calls: sql`${channelHours.calls} + excluded.calls`,
              callsMs: sql`${channelHours.callsMs} + excluded.calls_ms`,
              slowestMs: sql`greatest(${channelHours.slowestMs}, excluded.slowest_ms)`,
            },
          });
      });
    } catch (error) {
      runtime.logger.warn({ workspaceId, error }, "counts of bots could not be written yet");
      for (const row of rows) putBack(row);
    }
  }
}

function putBack(row: Count): void {
  const counts = countsOf();
  const key = `${row.channelId} ${row.hour.getTime()}`;
  const newer = counts.get(key);
  if (!newer) return void counts.set(key, row);
  for (const field of ["received", "sent", "failed", "tooMany", "calls", "callsMs"] as const) {
    newer[field] += row[field];
  }
  newer.slowestMs = Math.max(newer.slowestMs, row.slowestMs);
}
