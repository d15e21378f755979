import { and, eq } from "drizzle-orm";
import { inboxViews } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { actingMember, getOwnViewOrThrow, toInboxView } from "./internal";
import { type InboxView, InboxViewRef } from "./schemas";

/**
 * Forgets a saved view. The conversations in it stay where they are.
 *
 * @throws InboxViewNotFound no such view, or one that this member may not change
 */
export async function deleteInboxView({ ctx, input }: { ctx: Ctx; input: InboxViewRef }): Promise<InboxView> {
  requirePermission(ctx, "inboxView.save");
  const { inboxViewId } = InboxViewRef.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = await getOwnViewOrThrow(tx, ctx, inboxViewId);
    await tx
      .delete(inboxViews)
      .where(and(eq(inboxViews.workspaceId, ctx.workspace.id), eq(inboxViews.id, inboxViewId)));
    await recordAudit(tx, ctx, { action: "inboxView.delete", entity: before.id, before });
    await emit(tx, ctx, "inboxView/deleted", { aggregateId: before.id });
    return toInboxView(before, memberId);
  });
}
