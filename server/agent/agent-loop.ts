import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import {
  type Ctx,
  clearAfter,
  type Loop,
  LostClaims,
  LowWaterMark,
  newId,
  openSystemContext,
  type Runtime,
} from "@/server/kernel";
import { type AgentJob, claimJobs, discardJobs, giveBackJobs, leaseS, putBack } from "./claim-jobs";
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
  /** By conversation. */
  const running = new Map<string, Promise<void>>();
  const lost = new LostClaims();
  const workspaces = new LRUCache<string, Ctx["workspace"]>({ max: 2_000, ttl: workspaceTtlMs });
  let isStopping = false;
  runtime.onStop(async () => {
    isStopping = true;
    await Promise.all(running.values());
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

  /** @returns whether the job was left under its lease: nobody works on it then */
  async function run(job: AgentJob): Promise<"dealt with" | "left"> {
    try {
      const outcome = await runAgent(await openContext(job.workspaceId), job);
      runtime.metrics.agentRuns.inc({ action: outcome });
      return "dealt with";
    } catch (error) {
      const { workspaceId, conversationId, attempts } = job;
      runtime.logger.error({ workspaceId, conversationId, attempts, error }, "an agent run failed");
      try {
        await afterFailure(job);
        return "dealt with";
      } catch (failure) {
        const fields = { workspaceId, conversationId, error: failure };
        runtime.logger.error(fields, "a failed run could not be put back");
        return "left";
      }
    }
  }

  function begin(job: AgentJob): void {
    const done = run(job).then((outcome) => {
      running.delete(job.conversationId);
      if (outcome === "left") lost.suspect();
    });
    running.set(job.conversationId, done);
  }

  async function afterFailure(job: AgentJob): Promise<void> {
    if (job.attempts >= maxAttempts) await giveUp(await openContext(job.workspaceId), job);
    else await putBack(runtime, job, 200 * 2 ** job.attempts);
  }

  /** @returns whether there may be more */
  async function claimAndBegin(): Promise<boolean> {
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
      begin(job);
    }
    if (silenced.size > 0) await discardJobs(runtime, { holder, workspaceIds: [...silenced], asOf });
    if (jobs.length > 0 && running.size === 0) await sleep(restMs);
    return jobs.length === limit;
  }

  return {
    name: "agent",
    idleMs: 500,
    async runOnce() {
      if (isStopping) return false;
      if (running.size >= maxAtOnce) await Promise.race(running.values());
      await lost.settle(() => giveBackJobs(runtime, { holder, inHand: running.keys() }));
      return lost.watch(claimAndBegin);
    },
  };
}
