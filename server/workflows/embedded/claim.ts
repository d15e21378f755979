import { sql } from "drizzle-orm";
import type { Runtime } from "@/server/kernel";

/** So long nobody else takes up what this process has claimed; renewed while it works. */
export const leaseMs = 30_000;

/** A job that this process holds, under the generation by which everybody else's writes are refused. */
export type Claimed = {
  workspaceId: string;
  runId: string;
  step: string;
  kind: "call" | "wake" | "tick";
  dueAt: Date;
  attempts: number;
  generation: number;
};

/**
 * Claims what is due, the longest due first. A lease that has run out counts as an attempt: what ends its process each
 * time would otherwise be taken up for ever.
 */
export async function claimJobs(
  runtime: Pick<Runtime, "worker" | "clock">,
  holder: string,
  count: number,
): Promise<Claimed[]> {
  const now = runtime.clock.now();
  const until = new Date(now.getTime() + leaseMs).toISOString();
  const rows = await runtime.worker.execute<{
    workspace_id: string;
    run_id: string;
    step: string;
    kind: Claimed["kind"];
    due_at: string;
    attempts: number;
    generation: string;
  }>(sql`
    update workflow_jobs j set lease_until = ${until}::timestamptz, lease_holder = ${holder}::uuid,
      generation = generation + 1, attempts = attempts + (lease_until is not null)::int
    where j.ctid = any(array(
      select ctid from workflow_jobs
      where due_at <= ${now.toISOString()}::timestamptz
        and (lease_until is null or lease_until < ${now.toISOString()}::timestamptz)
      order by due_at limit ${count} for update skip locked))
    returning workspace_id, run_id, step, kind, due_at, attempts, generation`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    runId: row.run_id,
    step: row.step,
    kind: row.kind,
    dueAt: new Date(row.due_at),
    attempts: row.attempts,
    generation: Number(row.generation),
  }));
}

/** Holds a claim for longer. @returns false when somebody else has it */
export async function renewLease(
  runtime: Pick<Runtime, "worker" | "clock">,
  { workspaceId, runId, step, generation }: Claimed,
): Promise<boolean> {
  const until = new Date(runtime.clock.now().getTime() + leaseMs).toISOString();
  const renewed = await runtime.worker.execute(sql`
    update workflow_jobs set lease_until = ${until}::timestamptz
    where workspace_id = ${workspaceId}::uuid and run_id = ${runId}::uuid and step = ${step}
      and generation = ${generation} and lease_until is not null`);
  return renewed.count > 0;
}
