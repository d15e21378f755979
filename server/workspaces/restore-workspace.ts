import { and, eq, gt } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { WorkspaceNotDeleted } from "./errors";
import { lockWorkspaceOrThrow } from "./internal";
import { NewWorkspace } from "./schemas";

/**
 * Takes a deleted workspace back, as it was. Its agent stays off: what customers wrote meanwhile is for people to read
 * first.
 *
 * @throws WorkspaceNotDeleted it is not deleted, or its time to be taken back is over
 */
export async function restoreWorkspace({ ctx }: { ctx: Ctx }): Promise<NewWorkspace> {
  requirePermission(ctx, "workspace.restore");
  const { id } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const before = await lockWorkspaceOrThrow(tx, id);
    const [after] = await tx
      .update(workspaces)
      .set({ deletedAt: null, eraseAt: null })
      .where(and(eq(workspaces.id, id), gt(workspaces.eraseAt, ctx.clock.now())))
      .returning();
    if (!after) throw new WorkspaceNotDeleted();
    await recordAudit(tx, ctx, { action: "workspace.restore", entity: id, before, after });
    await emit(tx, ctx, "workspace/restored", { aggregateId: id });
    return NewWorkspace.parse(after);
  });
}
