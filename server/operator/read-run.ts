import { inWorkspace, type OperatorCtx, platformScope, requirePermission } from "@/server/kernel";
import { findRunWorkspace, RunInput, RunNotFound, readRun } from "@/server/workflows";
import { nameOwners } from "./list-runs";
import type { OperatorRun } from "./schemas";

/**
 * One run with its steps, tries, errors and what it waits for. What belongs to a workspace is read in its own scope and
 * covered, and no operator uncovers it; the platform's own work is about nobody.
 *
 * @throws RunNotFound
 */
export async function readOneRun({
  ctx,
  input,
}: {
  ctx: OperatorCtx;
  input: RunInput;
}): Promise<OperatorRun> {
  requirePermission(ctx, "platform.read");
  const { runId } = RunInput.parse(input);
  const workspaceId = await findRunWorkspaceOrThrow(runId);
  const hidesPersonal = workspaceId !== platformScope;
  const [run, ownerOf] = await Promise.all([
    inWorkspace({ workspace: { id: workspaceId } }, (tx) =>
      readRun(tx, workspaceId, runId, { now: ctx.clock.now(), hidesPersonal }),
    ),
    nameOwners(ctx),
  ]);
  return { ...run, mayReveal: false, workspace: ownerOf(workspaceId) };
}

/** @throws RunNotFound */
export async function findRunWorkspaceOrThrow(runId: string): Promise<string> {
  const workspaceId = await findRunWorkspace(runId);
  if (!workspaceId) throw new RunNotFound();
  return workspaceId;
}
