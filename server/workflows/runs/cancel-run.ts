import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
} from "@/server/kernel";
import { cancelRun } from "../embedded/runs";
import { RunEnded } from "../run-errors";
import { RunInput, type RunRow } from "../schemas";
import { servedRegistry } from "../served-registry";
import { getRawRunOrThrow, toRow } from "./internal";

/**
 * Ends a run by hand. What it has done stays done; runs that it has started go on. A step that is being carried out
 * comes to its end, and what it brings is refused.
 *
 * @throws RunNotFound
 * @throws RunEnded           it has ended meanwhile
 * @throws WorkflowsNotServed
 */
export async function cancelRunByHand({ ctx, input }: { ctx: Ctx; input: RunInput }): Promise<RunRow> {
  requirePermission(ctx, "workflow.steer");
  const { runId } = RunInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const { before, after } = await stopRun(tx, {
      workspaceId: ctx.workspace.id,
      runId,
      by: "A member",
      now: ctx.clock.now(),
    });
    await recordAudit(tx, ctx, {
      action: "workflow.cancel",
      entity: runId,
      before: { status: before.status },
      after: { status: after.status },
    });
    await emit(tx, ctx, "workflow/changed", { aggregateId: runId });
    return after;
  });
}

/**
 * The same for a run of one workspace or of the platform itself; who may, and the record of it, is the caller's care.
 *
 * @throws RunNotFound
 * @throws RunEnded
 * @throws WorkflowsNotServed
 */
export async function stopRun(
  tx: Transaction,
  { workspaceId, runId, by, now }: { workspaceId: string; runId: string; by: string; now: Date },
): Promise<{ before: RunRow; after: RunRow }> {
  const registry = servedRegistry();
  const before = toRow(await getRawRunOrThrow(tx, workspaceId, runId, now));
  const reason = { name: "RunCancelled", message: `${by} stopped it.` };
  const tell = (message: string, fields: object) => getRuntime().logger.warn(fields, message);
  if (!(await cancelRun(tx, { workspaceId, id: runId }, reason, { registry, now, tell })))
    throw new RunEnded({ runId: before.id });
  return { before, after: toRow(await getRawRunOrThrow(tx, workspaceId, runId, now)) };
}
