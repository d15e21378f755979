import { getRuntime, type OperatorCtx, requirePermission } from "@/server/kernel";
import { readHealth } from "@/server/operations";
import { measureBots, measureWorkspaces } from "./measure";
import { readQueues } from "./read-queues";
import type { Overview } from "./schemas";

/** What somebody on call looks at first: is it ready, what waits, what is in trouble. */
export async function readOverview({ ctx }: { ctx: OperatorCtx }): Promise<Overview> {
  requirePermission(ctx, "platform.read");
  const { errors, loopErrors } = getRuntime();
  const [health, workspaces, bots, queues] = await Promise.all([
    readHealth(),
    measureWorkspaces(ctx),
    measureBots(ctx),
    readQueues(ctx),
  ]);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    at: ctx.clock.now().toISOString(),
    isReady: health.isReady,
    parts: health.parts,
    failingLoops: Object.keys(loopErrors()).sort(),
    workspaces: {
      all: workspaces.length,
      suspended: workspaces.filter(({ state }) => state === "suspended").length,
      messages: sum(workspaces.map(({ messages }) => messages)),
    },
    bots: {
      all: bots.length,
      troubled: bots.filter(({ state, trouble }) => state === "broken" || trouble !== null).length,
    },
    errors: sum(errors.list().map(({ count }) => count)),
    queues,
  };
}
