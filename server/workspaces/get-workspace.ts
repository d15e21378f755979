import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { getWorkspaceOrThrow } from "./internal";
import { Workspace } from "./schemas";

/** The workspace's settings. */
export async function getWorkspace({ ctx }: { ctx: Ctx }): Promise<Workspace> {
  requirePermission(ctx, "workspace.read");
  return inWorkspace(ctx, async (tx) => {
    const row = await getWorkspaceOrThrow(tx, ctx.workspace.id);
    return Workspace.parse({ ...row, id: toPublicId("workspace", row.id) });
  });
}
