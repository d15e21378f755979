import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import {
  type Ctx,
  clearAfter,
  type Loop,
  LowWaterMark,
  newId,
  openSystemContext,
  type Runtime,
} from "@/server/kernel";
import { type AgentJob, claimJobs, discardJobs, leaseS, putBack } from "./claim-jobs";
import { giveUp } from "./give-up";
import { runAgent } from "./run-agent";

/** Conversations at once: enough to fill the waits for the database, few enough to leave connections for others. */
const maxAtOnce = 8;
/** A pause after jobs that only had to be discarded: they come by the batch, and nobody waits for them. */
const restMs = 20;
/** How long a change of a workspace's settings may take to be seen. */
const workspaceTtlMs = 2_000;
/** After so many failures a person takes over: a customer is not kept waiting for a fault of ours. */
const maxAttempts = 5;

/**
 * The agent's loop: claims conversations by lease and runs several side by side, each in order. A run that is done
 * makes room for the next at once; a slow one holds up nobody.
 */
export function createAgentLoop(runtime: Runtime): Loop {
  const holder = newId();
  // A message that comes while the turn before it is answered has the job wait on under its first due time.
  const mark = new LowWaterMark(leaseS * 1_000);
  const running = new Set<Promise<void>>();
  const workspaces = new LRUCache<string, Ctx["workspace"]>({ max: 2_000, ttl: workspaceTtlMs });
  let isStopping = false;
  runtime.onStop(async () => {
    isStopping = true;
    await Promise.all(running);
  });

  async function openContext(workspaceId: string): Promise<Ctx> {
    const known = workspaces.get(workspaceId);
    const actor = { kind: "agent" } as const;
    if (known) return { workspace: known, actor, clock: runtime.clock, requestId: newId() };
    const ctx = await openSystemContext(workspaceId, actor);
    // That an agent is off is asked again each time: the message after it was turned on must not be passed over.
    if (ctx.workspace.isAgentOn) workspaces.set(workspaceId, ctx.workspace);
    return ctx;
  }

  async function run(job: AgentJob): Promise<void> {
    try {
      const outcome = await runAgent(await openContext(job.workspaceId), job);
      runtime.metrics.agentRuns.inc({ action: outcome });
    } catch (error) {
      const { workspaceId, conversationId, attempts } = job;
      runtime.logger.error({ workspaceId, conversationId, attempts, error }, "an agent run failed");
      await afterFailure(job).catch((failure: unknown) =>
        // The lease ends by itself, and the job is taken up again then.
        runtime.logger.error(
          { workspaceId, conversationId, error: failure },
          "a failed run could not be put back",
        ),
      );
    }
  }

  async function afterFailure(job: AgentJob): Promise<void> {
    if (job.attempts >= maxAttempts) await giveUp(await openContext(job.workspaceId), job);
    else await putBack(runtime, job, 200 * 2 ** job.attempts);
  }

  return {
    name: "agent",
    idleMs: 500,
    async runOnce() {
      if (isStopping) return false;
      if (running.size >= maxAtOnce) await Promise.race(running);
      const limit = maxAtOnce - running.size;
      const now = runtime.clock.now();
      const jobs = await mark.look(
        now,
        (from) => claimJobs(runtime, { holder, limit, from }),
        (claimed) => clearAfter(claimed, limit, now),
      );
      const asOf = runtime.clock.now();
      const silenced = new Set<string>();
      for (const job of jobs) {
        if (silenced.has(job.workspaceId)) continue;
        if (!(await openContext(job.workspaceId)).workspace.isAgentOn) {
          silenced.add(job.workspaceId);
          continue;
        }
        const done = run(job).finally(() => running.delete(done));
        running.add(done);
      }
      if (silenced.size > 0) await discardJobs(runtime, { holder, workspaceIds: [...silenced], asOf });
      if (jobs.length > 0 && running.size === 0) await sleep(restMs);
      return jobs.length === limit;
    },
  };
}
