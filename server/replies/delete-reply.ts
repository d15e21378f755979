import { and, eq } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { lockReplyOrThrow, toCannedReply } from "./internal";
import { type CannedReply, ReplyRef } from "./schemas";

/**
 * Forgets a canned reply and returns it as it was, so that it can be saved again. What was sent with it stays sent.
 *
 * @throws CannedReplyNotFound no such reply in this workspace
 */
export async function deleteReply({ ctx, input }: { ctx: Ctx; input: ReplyRef }): Promise<CannedReply> {
  requirePermission(ctx, "cannedReply.manage");
  const { cannedReplyId } = ReplyRef.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockReplyOrThrow(tx, ctx, cannedReplyId);
    await tx
      .delete(cannedReplies)
      .where(and(eq(cannedReplies.workspaceId, ctx.workspace.id), eq(cannedReplies.id, cannedReplyId)));
    await recordAudit(tx, ctx, { action: "cannedReply.delete", entity: before.id, before });
    await emit(tx, ctx, "cannedReply/deleted", { aggregateId: before.id });
    return toCannedReply(before);
  });
}
