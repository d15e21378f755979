import { DomainError, type OperatorCtx, platformScope, requirePermission, toPublicId } from "@/server/kernel";
import { listServedWorkflows, readAllRunFigures, readAllRuns } from "@/server/workflows";
import { believed, measureWorkspaces } from "./measure";
import { ofPlatform } from "./rules";
import { ListAllRunsInput, type OperatorRunPage, type RunChoices, type RunOwner } from "./schemas";

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
  const [{ rows, nextCursor }, ownerOf] = await Promise.all([
    readAllRuns({ ...filters, workspaceId }, ctx.clock.now()),
    nameOwners(ctx),
  ]);
  return {
    rows: rows.map(({ workspaceId: id, ...run }) => ({ ...run, workspace: ownerOf(id) })),
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

/** Whose a run is, by the id in the database: null of the platform itself; a workspace of just now goes by its id. */
export async function nameOwners(ctx: OperatorCtx) {
  const names = new Map((await measureWorkspaces(ctx)).map(({ id, name }) => [id, name]));
  return (workspaceId: string): RunOwner => {
    if (workspaceId === platformScope) return null;
    const id = toPublicId("workspace", workspaceId);
    return { id, name: names.get(id) ?? id };
  };
}
