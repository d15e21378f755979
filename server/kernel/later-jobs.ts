import { sql } from "drizzle-orm";
import { laterJobs } from "@/db/schema";
import type { Transaction } from "./database";

/** Jobs that belong to no workspace (partitions, retention) stand under this id. */
export const platformScope = "00000000-0000-0000-0000-000000000000";

/** The loop that hands on what is due. */
export const laterLoop = "later";

export type LaterJob = { workspaceId: string; kind: string; subject: string; attempts: number };

/** Runs a job; safe to run twice. Returns when to run it again, or nothing when it is done. */
export type LaterHandler = (job: LaterJob) => Promise<{ againAt: Date } | undefined>;

/** Asks for many jobs, which the caller has put in one order, so that two never wait for each other in a ring. */
export async function askForJobs(
  tx: Pick<Transaction, "insert">,
  jobs: readonly { workspaceId: string; kind: string; subject: string; dueAt: Date }[],
  options: { replaceDueAt?: boolean } = {},
): Promise<void> {
  const dueAt = sql`excluded.due_at`;
  await tx
    .insert(laterJobs)
    .values([...jobs])
    .onConflictDoUpdate({
      target: [laterJobs.workspaceId, laterJobs.kind, laterJobs.subject],
      set: { dueAt: options.replaceDueAt ? dueAt : sql`least(${laterJobs.dueAt}, ${dueAt})` },
    });
}
