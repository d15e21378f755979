import { and, eq } from "drizzle-orm";
import { messages } from "@/db/schema";
import { queueChange, tellChange, withdrawDelivery } from "@/server/deliveries";
import {
  type Ctx,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { actingMember } from "./internal";
import { undoDeletionMs, whyNotDelete } from "./rules";
import { type ChangedMessage, MessageRef } from "./schemas";
import {
  lockMessageOrThrow,
  requireChannel,
  requireNoObstacle,
  type SentMessage,
  toChangeable,
} from "./sent-message";

/**
 * Takes a member's own message back. One that has not left is held back for good; one that has is deleted at the
 * customer after a few seconds, in which `undoDeleteMessage` keeps it. The team's record keeps what it said.
 *
 * @throws MessageNotFound     no such message in this workspace
 * @throws MessageNotYours     someone else wrote it
 * @throws MessageDeleted      it has been deleted, or is about to be
 * @throws MessageNotSent      nobody knows whether it arrived
 * @throws MessageTooOld       sent more than 48 hours ago
 * @throws ChannelNotConnected the bot is gone
 */
export async function deleteMessage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MessageRef;
}): Promise<ChangedMessage> {
  requirePermission(ctx, "message.delete");
  const { messageId } = MessageRef.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const sent = await lockMessageOrThrow(tx, ctx, messageId);
    const { conversation, message } = sent;
    requireNoObstacle(whyNotDelete(toChangeable(sent), memberId, ctx.clock.now()), sent);
    const changed = {
      messageId: toPublicId("message", messageId),
      conversationId: toPublicId("conversation", conversation.id),
    };
    await recordAudit(tx, ctx, {
      action: "message.delete",
      entity: messageId,
      before: { isDeleted: false },
      after: { isDeleted: true },
    });
    if (await isKeptFromLeaving(tx, ctx, sent)) {
      await tx
        .update(messages)
        .set({ deletedAt: ctx.clock.now() })
        .where(and(eq(messages.workspaceId, ctx.workspace.id), eq(messages.id, messageId)));
      return { ...changed, version: await tellChange(tx, ctx, conversation.id), leavesAt: null };
    }
    await requireChannel(tx, conversation);
    const leavesAt = new Date(ctx.clock.now().getTime() + undoDeletionMs);
    const { version } = await queueChange(tx, ctx, {
      conversationId: conversation.id,
      messageId,
      addressId: message.addressId,
      channelId: conversation.channelId,
      action: "delete",
      leavesAt,
    });
    return { ...changed, version, leavesAt: leavesAt.toISOString() };
  });
}

/** Whether nothing of it is with the customer, and nothing will be. */
async function isKeptFromLeaving(tx: Transaction, ctx: Ctx, { delivery }: SentMessage): Promise<boolean> {
  if (!delivery) return false;
  if (delivery.state === "failed" || delivery.state === "suppressed") return true;
  // One that was tried may have arrived after all.
  if (delivery.state !== "queued" || delivery.attempts > 0) return false;
  return withdrawDelivery(tx, ctx, { deliveryId: delivery.id, reason: "deleted" });
}
