import { and, eq } from "drizzle-orm";
import { agentJobs } from "@/db/schema";
import type { Ctx, Transaction } from "@/server/kernel";
import type { AgentJob } from "./claim-jobs";
import { paceWindowMs, type Turn } from "./load-turn";

/** Answers a minute to one customer, whatever they send. */
export const maxRunsPerMinute = 20;

/** Whether this customer has had as many answers as a minute may hold. */
export const isOverPace = (turn: Turn): boolean => turn.pace.runs >= maxRunsPerMinute;

/**
 * Leaves the turn for when the minute has passed. The lease is what waits: messages that come meanwhile bring the
 * job's time forward, and must not have it looked at again for each of them.
 */
export async function holdJob(tx: Transaction, ctx: Ctx, job: AgentJob, turn: Turn): Promise<void> {
  const oldest = turn.pace.oldestAt ?? ctx.clock.now();
  await tx
    .update(agentJobs)
    .set({ leaseUntil: new Date(oldest.getTime() + paceWindowMs), leaseHolder: null, attempts: 0 })
    .where(and(eq(agentJobs.workspaceId, job.workspaceId), eq(agentJobs.conversationId, job.conversationId)));
}
