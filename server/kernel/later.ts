import { and, eq, sql } from "drizzle-orm";
import { laterJobs } from "@/db/schema";
import type { Transaction } from "./database";
import { newId } from "./ids";
import type { Loop } from "./loops";
import type { Runtime } from "./runtime";

/** Jobs that belong to no workspace (partitions, retention) stand under this id. */
export const platformScope = "00000000-0000-0000-0000-000000000000";

export type LaterJob = { workspaceId: string; kind: string; subject: string; attempts: number };

/** Runs a job; safe to run twice. Returns when to run it again, or nothing when it is done. */
export type LaterHandler = (job: LaterJob) => Promise<{ againAt: Date } | undefined>;

type PutOff = { workspace_id: string; kind: string; subject: string; due_at: string };

const sharedBatchSize = 20;
const sharedLeaseS = 120;
/** A lane's jobs come in short turns, so that one which was killed is soon taken up again. */
const laneLeaseS = 45;
const maxAttempts = 12;

/** Asks for a job in the transaction that makes it needed. Asking again brings it forward, never makes two. */
export async function runLater(
  tx: Transaction,
  job: { workspaceId: string; kind: string; subject: string; dueAt: Date },
  options: { replaceDueAt?: boolean } = {},
): Promise<void> {
  await tx
    .insert(laterJobs)
    .values(job)
    .onConflictDoUpdate({
      target: [laterJobs.workspaceId, laterJobs.kind, laterJobs.subject],
      set: {
        generation: sql`${laterJobs.generation} + 1`,
        attempts: 0,
        dueAt: options.replaceDueAt ? job.dueAt : sql`least(${laterJobs.dueAt}, excluded.due_at)`,
      },
    });
}

/** Kinds with a loop of their own, so many at once: they take long, or wait for others, and would keep the rest waiting. */
export type Lane = { atOnce: number; handlers: Readonly<Record<string, LaterHandler>> };

/** Which kinds a loop claims: all but some, or those of a lane. */
export type LaterLane =
  | { name: "later"; except: readonly string[] }
  | { name: string; only: readonly string[]; atOnce: number };

/**
 * The one loop for what happens later, until the workflow engine stands: claims due jobs by lease, hands each to the
 * handler of its kind, ends it only at the generation it was read at, and puts a failed one back with a growing pause.
 */
export function createLaterLoop(
  runtime: Pick<Runtime, "worker" | "logger" | "clock">,
  handlers: Readonly<Record<string, LaterHandler>>,
  lane: LaterLane = { name: "later", except: [] },
): Loop {
  const holder = newId();
  const { name } = lane;
  const isOwn = "only" in lane;
  const kinds = sql`string_to_array(${(isOwn ? lane.only : lane.except).join(" ")}, ' ')`;
  const leaseS = isOwn ? laneLeaseS : sharedLeaseS;
  const batchSize = isOwn ? lane.atOnce : sharedBatchSize;

  async function claim() {
    const now = runtime.clock.now().toISOString();
    return runtime.worker.execute<{
      workspace_id: string;
      kind: string;
      subject: string;
      generation: string;
      attempts: number;
    }>(sql`
      update later_jobs j set lease_until = ${now}::timestamptz + make_interval(secs => ${leaseS}), lease_holder = ${holder},
        attempts = attempts + 1
      -- By where the rows lie, which no state of the table's statistics can turn into a look at all of it.
      where j.ctid = any(array(
        select ctid from later_jobs
        where due_at <= ${now}::timestamptz and ${isOwn ? sql`kind = any(${kinds})` : sql`kind <> all(${kinds})`} and (lease_until is null or lease_until < ${now}::timestamptz)
        order by due_at limit ${batchSize} for update skip locked))
      returning j.workspace_id, j.kind, j.subject, j.generation, j.attempts`);
  }

  /** One statement for all that a batch puts off: a flood of files waits its turn by the hundred. */
  async function putOff(jobs: readonly PutOff[]) {
    if (jobs.length === 0) return;
    await runtime.worker.execute(sql`
      update later_jobs j set due_at = p.due_at, lease_until = null, lease_holder = null, attempts = 0
      from jsonb_to_recordset(${JSON.stringify(jobs)}::text::jsonb)
        as p(workspace_id uuid, kind text, subject text, due_at timestamptz)
      where j.workspace_id = p.workspace_id and j.kind = p.kind and j.subject = p.subject`);
  }

  /** Returns what is to be run again and when. */
  async function runJob(row: Awaited<ReturnType<typeof claim>>[number]): Promise<PutOff | undefined> {
    const job = {
      workspaceId: row.workspace_id,
      kind: row.kind,
      subject: row.subject,
      attempts: row.attempts,
    };
    const mine = and(
      eq(laterJobs.workspaceId, job.workspaceId),
      eq(laterJobs.kind, job.kind),
      eq(laterJobs.subject, job.subject),
    );
    const handler = handlers[job.kind];
    try {
      if (!handler) throw new Error(`No handler for the later job "${job.kind}".`);
      const outcome = await handler(job);
      if (outcome) {
        const { workspace_id, kind, subject } = row;
        return { workspace_id, kind, subject, due_at: outcome.againAt.toISOString() };
      }
      const ended = await runtime.worker
        .delete(laterJobs)
        .where(and(mine, eq(laterJobs.generation, Number(row.generation))))
        .returning({ kind: laterJobs.kind });
      // Asked for again meanwhile: once more, at once.
      if (ended.length === 0)
        await runtime.worker.update(laterJobs).set({ leaseUntil: null, leaseHolder: null }).where(mine);
    } catch (error) {
      const isLast = job.attempts >= maxAttempts;
      runtime.logger.error(
        { workspaceId: job.workspaceId, kind: job.kind, attempts: job.attempts, isLast, error },
        "a later job failed",
      );
      // A job is never thrown away: after the last quick try it comes round once a day and stays visible.
      const pauseMs = isLast ? 86_400_000 : Math.min(1_000 * 2 ** job.attempts, 3_600_000);
      await runtime.worker
        .update(laterJobs)
        .set({
          dueAt: new Date(runtime.clock.now().getTime() + pauseMs),
          leaseUntil: null,
          leaseHolder: null,
        })
        .where(mine);
    }
    return undefined;
  }

  return {
    name,
    idleMs: 1_000,
    async runOnce() {
      const jobs = await claim();
      const outcomes = await Promise.all(jobs.map(runJob));
      await putOff(outcomes.filter((outcome) => outcome !== undefined));
      return jobs.length === batchSize;
    },
  };
}
