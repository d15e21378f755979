import {
  type Ctx,
  emit,
  inWorkspace,
  type OperatorCtx,
  platformScope,
  recordAudit,
  recordPlatformAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { beginAgain, type ReplayedRun, RunInput, type RunRow, stopRun } from "@/server/workflows";
import { openWorkspaceAs } from "./open-workspace";
import { findRunWorkspaceOrThrow } from "./read-run";

/**
 * Ends a run of a workspace or of the platform itself. It stands in the platform's audit, and in the workspace's.
 *
 * @throws RunNotFound
 * @throws RunEnded           it has ended meanwhile
 * @throws WorkflowsNotServed
 */
export async function cancelRun({ ctx, input }: { ctx: OperatorCtx; input: RunInput }): Promise<RunRow> {
  requirePermission(ctx, "platform.steer");
  const { runId } = RunInput.parse(input);
  return inRunScope(ctx, runId, async (tx, workspaceId, record) => {
    const stopped = await stopRun(tx, { workspaceId, runId, by: "An operator", now: ctx.clock.now() });
    const { before, after } = stopped;
    await record("workflow.cancel", { status: before.status }, { status: after.status });
    return after;
  });
}

/**
 * Begins a run that has ended anew, with the same event. It stands in the platform's audit, and in the workspace's.
 *
 * @throws RunNotFound RunGoesOn RunWorkflowGone RunEventGone RunAlone WorkflowsNotServed as in `replayRun`
 */
export async function replayRun({ ctx, input }: { ctx: OperatorCtx; input: RunInput }): Promise<ReplayedRun> {
  requirePermission(ctx, "platform.steer");
  const { runId } = RunInput.parse(input);
  return inRunScope(ctx, runId, async (tx, workspaceId, record) => {
    const replayedBy = await beginAgain(tx, { workspaceId, runId, now: ctx.clock.now() });
    await record("workflow.replay", {}, { replayedBy });
    return { runId: toPublicId("workflowRun", replayedBy) };
  });
}

type Fields = Record<string, unknown>;
type Recorder = (action: string, before: Fields, after: Fields) => Promise<void>;

/** A transaction in the scope of the run's workspace, or in the platform's, and the record of what is done to it. */
async function inRunScope<T>(
  ctx: OperatorCtx,
  runId: string,
  work: (tx: Transaction, workspaceId: string, record: Recorder) => Promise<T>,
): Promise<T> {
  const workspaceId = await findRunWorkspaceOrThrow(runId);
  const own: Ctx | null = workspaceId === platformScope ? null : await openWorkspaceAs(ctx, workspaceId);
  return inWorkspace({ workspace: { id: workspaceId } }, (tx) =>
    work(tx, workspaceId, async (action, before, after) => {
      if (own) {
        await recordAudit(tx, own, { action, entity: runId, before, after });
        await emit(tx, own, "workflow/changed", { aggregateId: runId });
      }
      await recordPlatformAudit(tx, ctx, {
        action,
        ...(own ? { workspace: own.workspace } : {}),
        before,
        after: { ...after, runId },
      });
    }),
  );
}
