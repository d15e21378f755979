import { and, eq, sql } from "drizzle-orm";
import { agentJobs } from "@/db/schema";
import type { Runtime } from "@/server/kernel";

/** One conversation with something unanswered, ours until the lease ends. */
export type AgentJob = { workspaceId: string; conversationId: string; generation: number; attempts: number };

/** Longer than any run; after a crash another process takes over then. */
const leaseS = 10;

/** Claims the jobs that have waited longest, across workspaces or of one, as the worker. */
export async function claimJobs(
  runtime: Pick<Runtime, "worker" | "clock">,
  input: { holder: string; limit: number; workspaceId?: string },
): Promise<AgentJob[]> {
  const now = runtime.clock.now().toISOString();
  const ofWorkspace = input.workspaceId ? sql` and workspace_id = ${input.workspaceId}::uuid` : sql``;
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
      where due_at <= ${now}::timestamptz and (lease_until is null or lease_until < ${now}::timestamptz)${ofWorkspace}
      order by due_at limit ${input.limit} for update skip locked))
    returning j.workspace_id, j.conversation_id, j.generation, j.attempts`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    conversationId: row.conversation_id,
    generation: Number(row.generation),
    attempts: row.attempts,
  }));
}

/** Jobs of silenced workspaces that end in one statement. */
const maxDiscarded = 500;

/**
 * Ends the jobs of workspaces whose agent was off at `asOf`, without a look at what was said: those that we hold and
 * those that wait. One that was asked for later stays.
 */
export async function discardJobs(
  runtime: Pick<Runtime, "worker">,
  input: { holder: string; workspaceIds: readonly string[]; asOf: Date },
): Promise<void> {
  const { holder, workspaceIds, asOf } = input;
  await runtime.worker.execute(sql`
    delete from agent_jobs where ctid = any(array(
      select j.ctid from unnest(${`{${workspaceIds.join(",")}}`}::uuid[]) w
      cross join lateral (
        select ctid from agent_jobs
        where workspace_id = w and due_at <= ${asOf.toISOString()}::timestamptz
          and (lease_until is null or lease_holder = ${holder}::uuid)
        limit ${maxDiscarded} for update skip locked) j))`);
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
