import { type SQL, sql } from "drizzle-orm";
import { laterLoop } from "./later-jobs";
import type { Runtime } from "./runtime";

const lookEveryMs = 1_000;
/** A step back that is noticed; queues wait a smaller one out. */
const noticedMs = 5_000;
/** Longer than any lease. */
const longestLeaseS = 120;
/** Longer than any pause after a failure. */
const longestPauseS = 300;

/** Where due times lie, and which of them are a pause from a moment past; the others may be meant for their moment. */
const tables: { name: string; isPause: (before: SQL) => SQL; hasLease?: false }[] = [
  { name: "agent_jobs", isPause: () => sql`true` },
  { name: "channel_polls", isPause: () => sql`true` },
  { name: "delivery_queue", isPause: () => sql`attempts > 0` },
  {
    name: "later_jobs",
    isPause: (before) => sql`due_at <= ${before} + make_interval(secs => ${longestPauseS})`,
    hasLease: false,
  },
  { name: "workflow_jobs", isPause: () => sql`kind in ('event', 'call')` },
];

/**
 * Keeps the queues going when the machine's clock is set back. Their due times and leases are moments; those that were
 * written before lie up to the whole step ahead, and everything would stand still until the clock has caught up. What
 * was due then is due now, what paused waits for what was left of its pause, and a lease lasts no longer than a lease.
 * Done twice, a pause is at most a little shorter; so every process may.
 *
 * @returns ends the watch
 */
export function watchClock(runtime: Pick<Runtime, "clock" | "worker" | "logger" | "wake">): () => void {
  let last = { wall: runtime.clock.now().getTime(), steady: performance.now() };
  let was: number | null = null;
  let isMending = false;

  async function mend(): Promise<void> {
    if (was === null || isMending) return;
    isMending = true;
    const before = was;
    try {
      await bringForward(runtime, new Date(before));
      if (was === before) was = null;
      for (const loop of ["agent", "dispatcher", laterLoop, "polling", "workflows"]) runtime.wake(loop);
    } catch (error) {
      runtime.logger.warn({ error }, "queues could not be brought forward yet");
    } finally {
      isMending = false;
    }
  }

  const timer = setInterval(() => {
    const now = { wall: runtime.clock.now().getTime(), steady: performance.now() };
    const expected = last.wall + now.steady - last.steady;
    if (expected - now.wall > noticedMs) {
      runtime.logger.warn({ stepMs: Math.round(now.wall - expected) }, "the clock was set back");
      was = Math.max(was ?? 0, expected);
    }
    last = now;
    void mend();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function bringForward({ worker, clock }: Pick<Runtime, "worker" | "clock">, was: Date): Promise<void> {
  const now = sql`${clock.now().toISOString()}::timestamptz`;
  const before = sql`${was.toISOString()}::timestamptz`;
  const longest = sql`${now} + make_interval(secs => ${longestLeaseS})`;
  for (const { name, isPause, hasLease = true } of tables) {
    const lease = sql`, lease_until = case when lease_until is not null then least(lease_until, ${longest}) end`;
    await worker.execute(sql`
      update ${sql.identifier(name)} set
        due_at = case
          when due_at > ${now} and due_at <= ${before} then ${now}
          when due_at > ${before} and ${isPause(before)} then ${now} + least(due_at - ${before}, make_interval(secs => ${longestPauseS}))
          else due_at end ${hasLease ? lease : sql``}
      where due_at > ${now} ${hasLease ? sql`or lease_until > ${longest}` : sql``}`);
  }
}
