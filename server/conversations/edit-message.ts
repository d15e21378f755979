import { queueChange } from "@/server/deliveries";
import { type Ctx, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { TextEmpty, TextTooLong } from "./errors";
import { actingMember } from "./internal";
import { isVisible, maxCaptionUnits, maxTextUnits, whyNotEdit } from "./rules";
import { type ChangedMessage, EditMessageInput } from "./schemas";
import { lockMessageOrThrow, requireChannel, requireNoObstacle, toChangeable } from "./sent-message";

/**
 * Changes what a member's own message says, at the customer too: a text, or what stands under a picture or a file. The
 * change leaves behind the message itself; the record shows it, with what was said before, once the platform has it. The
 * same text again changes nothing.
 *
 * @throws TextEmpty, TextTooLong a text of 1 to 4096 UTF-16 units, a caption of at most 1024
 * @throws MessageNotFound        no such message in this workspace
 * @throws MessageNotYours        someone else wrote it
 * @throws MessageDeleted         it has been deleted, or is about to be
 * @throws MessageNotSent         it did not reach the customer for certain
 * @throws ChannelNotConnected    the bot is gone
 */
export async function editMessage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: EditMessageInput;
}): Promise<ChangedMessage> {
  requirePermission(ctx, "message.edit");
  const { messageId, ...rest } = EditMessageInput.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const sent = await lockMessageOrThrow(tx, ctx, messageId);
    const { conversation, message, pending } = sent;
    requireNoObstacle(whyNotEdit(toChangeable(sent), memberId), sent);
    await requireChannel(tx, conversation);
    const text = requireText(rest.text, message.kind);
    const changed = {
      messageId: toPublicId("message", messageId),
      conversationId: toPublicId("conversation", conversation.id),
      leavesAt: null,
    };
    const says = pending?.action === "edit" ? pending.text : message.text;
    if (text === says) return { ...changed, version: conversation.version };
    const { version } = await queueChange(tx, ctx, {
      conversationId: conversation.id,
      messageId,
      addressId: message.addressId,
      channelId: conversation.channelId,
      action: "edit",
      text,
    });
    await recordAudit(tx, ctx, {
      action: "message.edit",
      entity: messageId,
      before: { text: says },
      after: { text },
    });
    return { ...changed, version };
  });
}

function requireText(raw: string, kind: string): string {
  const text = raw.trim();
  if (kind !== "text") {
    if (text.length > maxCaptionUnits) throw new TextTooLong({ length: text.length, max: maxCaptionUnits });
    return isVisible(text) ? text : "";
  }
  if (!isVisible(text)) throw new TextEmpty();
  if (text.length > maxTextUnits) throw new TextTooLong({ length: text.length, max: maxTextUnits });
  return text;
}
