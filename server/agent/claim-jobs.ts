import { and, eq, sql } from "drizzle-orm";
import { agentJobs } from "@/db/schema";
import type { Runtime } from "@/server/kernel";

/** One conversation with something unanswered, ours until the lease ends. */
export type AgentJob = {
  workspaceId: string;
  conversationId: string;
  generation: number;
  attempts: number;
  dueAt: Date;
};

/** Longer than any run; after a crash another process takes over then. */
export const leaseS = 10;

/**
 * Claims the jobs that have waited longest, across workspaces or of one, as the worker.
 *
 * @param input.from what was due before is left; nothing is where it is not said
 */
export async function claimJobs(
  runtime: Pick<Runtime, "worker" | "clock">,
  input: { holder: string; limit: number; workspaceId?: string; from?: Date },
): Promise<AgentJob[]> {
  const now = runtime.clock.now().toISOString();
  const isDue = input.from
    ? sql`due_at between ${input.from.toISOString()}::timestamptz and ${now}::timestamptz`
    : sql`due_at <= ${now}::timestamptz`;
  const ofWorkspace = input.workspaceId ? sql` and workspace_id = ${input.workspaceId}::uuid` : sql``;
  const rows = await runtime.worker.execute<{
    workspace_id: string;
    conversation_id: string;
    generation: string;
    attempts: number;
    due_at: string;
  }>(sql`
    update agent_jobs j set lease_until = ${now}::timestamptz + make_interval(secs => ${leaseS}),
      lease_holder = ${input.holder}::uuid, attempts = j.attempts + 1
    -- By where the rows lie, which no state of the table's statistics can turn into a look at all of it.
    where j.ctid = any(array(
      select ctid from agent_jobs
      where ${isDue} and (lease_until is null or lease_until < ${now}::timestamptz)${ofWorkspace}
      order by due_at limit ${input.limit} for update skip locked))
    returning j.workspace_id, j.conversation_id, j.generation, j.attempts, j.due_at`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    conversationId: row.conversation_id,
    generation: Number(row.generation),
    attempts: row.attempts,
    dueAt: new Date(row.due_at),
  }));
}

/**
 * Gives back what this holder has claimed and does not work on, as if it had not been tried: that was for a fault of the
 * database's. A run that went through after all ends its job, or finds its turn dealt with.
 *
 * @param inHand the conversations that it works on
 */
export async function giveBackJobs(
  { worker }: Pick<Runtime, "worker">,
  input: { holder: string; inHand: Iterable<string> },
): Promise<void> {
  await worker.execute(sql`
    update agent_jobs set lease_until = null, lease_holder = null, attempts = greatest(attempts - 1, 0)
    where lease_holder = ${input.holder}::uuid
      and conversation_id <> all(${`{${[...input.inHand].join(",")}}`}::uuid[])`);
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
