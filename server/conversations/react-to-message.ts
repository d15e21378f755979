import { queueChange } from "@/server/deliveries";
import { type Ctx, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { MessageNotYours, ReactionInvalid } from "./errors";
import { isReactionEmoji } from "./rules";
import { type ChangedMessage, ReactToMessageInput } from "./schemas";
import { lockMessageOrThrow, requireChannel } from "./sent-message";

/**
 * Puts the team's reaction under a customer's message, or takes it away; one a message, as the platform has it for bots.
 *
 * @throws ReactionInvalid     not one of `reactionEmoji`
 * @throws MessageNotFound     no such message in this workspace
 * @throws MessageNotYours     it is not a customer's
 * @throws ChannelNotConnected the bot is gone
 */
export async function reactToMessage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ReactToMessageInput;
}): Promise<ChangedMessage> {
  requirePermission(ctx, "message.react");
  const { messageId, emoji } = ReactToMessageInput.parse(input);
  if (emoji !== null && !isReactionEmoji(emoji)) throw new ReactionInvalid();

  return inWorkspace(ctx, async (tx) => {
    const { conversation, message, pending } = await lockMessageOrThrow(tx, ctx, messageId);
    const publicId = toPublicId("message", messageId);
    if (message.direction !== "in" || message.providerMessageId === null) throw new MessageNotYours(publicId);
    await requireChannel(tx, conversation);
    const changed = {
      messageId: publicId,
      conversationId: toPublicId("conversation", conversation.id),
      leavesAt: null,
    };
    const shown = pending ? pending.text : (message.payload?.ownReaction ?? "");
    if ((emoji ?? "") === shown) return { ...changed, version: conversation.version };
    const { version } = await queueChange(tx, ctx, {
      conversationId: conversation.id,
      messageId,
      addressId: message.addressId,
      channelId: conversation.channelId,
      action: "react",
      text: emoji ?? "",
    });
    await recordAudit(tx, ctx, {
      action: "message.react",
      entity: messageId,
      before: { emoji: shown },
      after: { emoji: emoji ?? "" },
    });
    return { ...changed, version };
  });
}
