import { getRuntime, newId, openSystemContext } from "@/server/kernel";
import { claimJobs } from "./claim-jobs";
import { runAgent } from "./run-agent";

/**
 * Runs what waits in one workspace, one turn after another, and returns when nothing does: the agent without its
 * loop, for evaluations. What fails is thrown, not tried again.
 */
export async function runWaitingTurns(workspaceId: string): Promise<void> {
  const runtime = getRuntime();
  const ctx = await openSystemContext(workspaceId, { kind: "agent" });
  for (;;) {
    const jobs = await claimJobs(runtime, { holder: newId(), limit: 8, workspaceId });
    if (jobs.length === 0) return;
    for (const job of jobs) await runAgent(ctx, job);
  }
}
