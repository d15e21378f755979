import {
  DomainError,
  fromPublicId,
  type OperatorCtx,
  platformScope,
  requirePermission,
} from "@/server/kernel";
import { listServedWorkflows, readAllRunFigures, readAllRuns } from "@/server/workflows";
import { believed, measureWorkspaces } from "./measure";
import { ofPlatform } from "./rules";
import { ListAllRunsInput, type OperatorRunPage, type RunChoices } from "./schemas";

/** Runs of automatic work of every workspace and of the platform itself, newest first; never what they were about. */
export async function listRuns({
  ctx,
  input,
}: {
  ctx: OperatorCtx;
  input: ListAllRunsInput;
}): Promise<OperatorRunPage> {
  requirePermission(ctx, "platform.read");
  const { workspace, ...filters } = ListAllRunsInput.parse(input);
  const workspaceId = workspace === ofPlatform ? platformScope : workspace;
  const [{ rows, nextCursor }, names] = await Promise.all([
    readAllRuns({ ...filters, workspaceId }, ctx.clock.now()),
    nameWorkspaces(ctx),
  ]);
  return {
    rows: rows.map(({ workspaceId: id, ...run }) => ({ ...run, workspace: names.get(id) ?? null })),
    nextCursor,
  };
}

/** How much ended in the last 24 hours, and what stands open, over all workspaces and the platform itself. */
export async function readRunFigures({ ctx }: { ctx: OperatorCtx }) {
  requirePermission(ctx, "platform.read");
  const [figures] = await believed("operator/run-figures", ctx, async () => [
    await readAllRunFigures(ctx.clock.now()),
  ]);
  return figures!;
}

/** What the list can be narrowed to: the work of this build, and the workspaces. */
export async function readRunChoices({ ctx }: { ctx: OperatorCtx }): Promise<RunChoices> {
  requirePermission(ctx, "platform.read");
  const workspaces = (await measureWorkspaces(ctx)).map(({ id, name }) => ({ id, name }));
  return {
    workflows: knownWorkflows(),
    workspaces: workspaces.sort((one, other) => one.name.localeCompare(other.name, "tr")),
  };
}

/** None where another server has the runs. */
function knownWorkflows(): string[] {
  try {
    return listServedWorkflows();
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}

/** By their ids in the database. */
export async function nameWorkspaces(ctx: OperatorCtx): Promise<Map<string, { id: string; name: string }>> {
  const all = await measureWorkspaces(ctx);
  return new Map(all.map(({ id, name }) => [fromPublicId("workspace", id)!, { id, name }]));
}
