import { and, eq, sql } from "drizzle-orm";
import { agentJobs } from "@/db/schema";
import type { Runtime } from "@/server/kernel";

/** One conversation with something unanswered, ours until the lease ends. */
export type AgentJob = { workspaceId: string; conversationId: string; generation: number; attempts: number };

/** Longer than any run; after a crash another process takes over then. */
const leaseS = 10;

/** Claims the jobs that have waited longest, across workspaces, as the worker. */
export async function claimJobs(
  runtime: Pick<Runtime, "worker" | "clock">,
  input: { holder: string; limit: number },
): Promise<AgentJob[]> {
  const now = runtime.clock.now().toISOString();
  const rows = await runtime.worker.execute<{
    workspace_id: string;
    conversation_id: string;
    generation: string;
    attempts: number;
  }>(sql`
    update agent_jobs j set lease_until = ${now}::timestamptz + make_interval(secs => ${leaseS}),
      lease_holder = ${input.holder}::uuid, attempts = j.attempts + 1
    -- By where the rows lie, which no state of the table's statistics can turn into a look at all of it.
    where j.ctid = any(array(
      select ctid from agent_jobs
      where due_at <= ${now}::timestamptz and (lease_until is null or lease_until < ${now}::timestamptz)
      order by due_at limit ${input.limit} for update skip locked))
    returning j.workspace_id, j.conversation_id, j.generation, j.attempts`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    conversationId: row.conversation_id,
    generation: Number(row.generation),
    attempts: row.attempts,
  }));
}

/**
 * Ends jobs of workspaces whose agent is off, in one statement and without a look at what was said. A job that was
 * asked for again meanwhile stays, and ends the same way after its lease.
 */
export async function discardJobs(
  runtime: Pick<Runtime, "worker">,
  jobs: readonly AgentJob[],
): Promise<void> {
  if (jobs.length === 0) return;
  const each = jobs.map(
    ({ workspaceId, conversationId, generation }) =>
      sql`(workspace_id = ${workspaceId}::uuid and conversation_id = ${conversationId}::uuid and generation = ${generation})`,
  );
  await runtime.worker.execute(sql`delete from agent_jobs where ${sql.join(each, sql` or `)}`);
}

/** Puts a job whose run failed back, with a pause that grows with its tries. */
export async function putBack(
  runtime: Pick<Runtime, "worker" | "clock">,
  job: AgentJob,
  pauseMs: number,
): Promise<void> {
  await runtime.worker
    .update(agentJobs)
    .set({
      dueAt: new Date(runtime.clock.now().getTime() + pauseMs),
      // A message that arrives meanwhile brings `dueAt` forward; the lease keeps the pause all the same.
      leaseUntil: new Date(runtime.clock.now().getTime() + pauseMs - 1),
      leaseHolder: null,
    })
    .where(and(eq(agentJobs.workspaceId, job.workspaceId), eq(agentJobs.conversationId, job.conversationId)));
}
