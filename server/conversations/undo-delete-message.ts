import { tellChange, withdrawDelivery } from "@/server/deliveries";
import { type Ctx, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { DeletionNotPending, MessageNotYours } from "./errors";
import { actingMember } from "./internal";
import { type ChangedMessage, MessageRef } from "./schemas";
import { lockMessageOrThrow } from "./sent-message";

/**
 * Keeps a message whose deletion has not left yet.
 *
 * @throws MessageNotFound    no such message in this workspace
 * @throws MessageNotYours    someone else wrote it
 * @throws DeletionNotPending the deletion has left, or there is none
 */
export async function undoDeleteMessage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MessageRef;
}): Promise<ChangedMessage> {
  requirePermission(ctx, "message.delete");
  const { messageId } = MessageRef.parse(input);
  const { memberId } = actingMember(ctx);
  const publicId = toPublicId("message", messageId);

  return inWorkspace(ctx, async (tx) => {
    const { conversation, message, pending } = await lockMessageOrThrow(tx, ctx, messageId);
    if (message.memberId !== memberId) throw new MessageNotYours(publicId);
    const isKept =
      pending?.action === "delete" &&
      (await withdrawDelivery(tx, ctx, { deliveryId: pending.id, reason: "undone" }));
    if (!isKept) throw new DeletionNotPending(publicId);
    await recordAudit(tx, ctx, {
      action: "message.undoDelete",
      entity: messageId,
      before: { isDeleted: true },
      after: { isDeleted: false },
    });
    return {
      messageId: publicId,
      conversationId: toPublicId("conversation", conversation.id),
      version: await tellChange(tx, ctx, conversation.id),
      leavesAt: null,
    };
  });
}
