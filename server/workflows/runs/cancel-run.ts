import { type Ctx, emit, getRuntime, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
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
  const registry = servedRegistry();
  const now = ctx.clock.now();
  const workspaceId = ctx.workspace.id;
  return inWorkspace(ctx, async (tx) => {
    const before = await getRawRunOrThrow(tx, workspaceId, runId, now);
    const reason = { name: "RunCancelled", message: "A member stopped it." };
    const tell = (message: string, fields: object) => getRuntime().logger.warn(fields, message);
    if (!(await cancelRun(tx, { workspaceId, id: runId }, reason, { registry, now, tell })))
      throw new RunEnded({ runId: toRow(before).id });
    const after = toRow(await getRawRunOrThrow(tx, workspaceId, runId, now));
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
