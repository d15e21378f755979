import { and, eq, isNull } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  runLater,
  WorkspaceNotFound,
} from "@/server/kernel";
import { eraseKind } from "./erase-workspace";
import { NameNotConfirmed } from "./errors";
import { lockWorkspaceOrThrow } from "./internal";
import { takeBackDays } from "./rules";
import { DeletedWorkspace, DeleteWorkspaceInput } from "./schemas";

/**
 * Deletes the workspace: from the next request on nobody works in it, its agent is silent, and what customers write is
 * kept. An owner may take it back for thirty days; then it is erased.
 *
 * @throws NameNotConfirmed what was typed is not its name
 */
export async function deleteWorkspace({
  ctx,
  input,
  takeBackForDays = takeBackDays,
}: {
  ctx: Ctx;
  input: DeleteWorkspaceInput;
  /** 0: it is erased at once. */
  takeBackForDays?: number;
}): Promise<DeletedWorkspace> {
  requirePermission(ctx, "workspace.delete");
  const { name } = DeleteWorkspaceInput.parse(input);
  const { id } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const before = await lockWorkspaceOrThrow(tx, id);
    if (name !== before.name.trim()) throw new NameNotConfirmed();
    const deletedAt = ctx.clock.now();
    const eraseAt = new Date(deletedAt.getTime() + takeBackForDays * 86_400_000);
    const [after] = await tx
      .update(workspaces)
      .set({ deletedAt, eraseAt, isAgentOn: false })
      .where(and(eq(workspaces.id, id), isNull(workspaces.deletedAt)))
      .returning();
    if (!after) throw new WorkspaceNotFound();
    await recordAudit(tx, ctx, { action: "workspace.delete", entity: id, before, after });
    await emit(tx, ctx, "workspace/deleted", { aggregateId: id });
    const job = { workspaceId: id, kind: eraseKind, subject: id, dueAt: eraseAt };
    await runLater(tx, job, { replaceDueAt: true });
    return DeletedWorkspace.parse({ slug: before.slug, eraseAt: eraseAt.toISOString() });
  });
}
