import { and, desc, eq, gt } from "drizzle-orm";
import { type MessagePayload, members, messages } from "@/db/schema";
import { type OutboundMedia, queueMedia, queueMessage } from "@/server/deliveries";
import { endDraft } from "@/server/drafts";
import { addUsedBytes } from "@/server/files";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { attachUploads, type TakenUpload, takeUploads, toParcels } from "@/server/uploads";
import { ConversationChanged, MessageIdTaken, MessageNotFound, TextEmpty, TextTooLong } from "./errors";
import {
  actingMember,
  auditFields,
  type ConversationRow,
  lockConversationOrThrow,
  requireMove,
  requireNewest,
  writeMove,
} from "./internal";
import { isNewsTo, isVisible, maxCaptionUnits, maxTextUnits } from "./rules";
import { ReplyToConversationInput, type SentReply } from "./schemas";
import { requireChannel } from "./sent-message";
import { setBlocked } from "./set-blocked";

/**
 * Sends a member's words and files to the customer and gives the conversation to that member, opening it again when it was
 * closed. `messageId` is the client's: the same call again (a retry, a double click) sends nothing and returns the
 * first. When the agent or a colleague answered after `lastSeenSeq`, nothing is sent until the writer says `force`.
 *
 * @throws TextEmpty, TextTooLong   the text is not 1 to 4096 UTF-16 units that a reader can see, or under files over 1024
 * @throws ConversationNotFound     no such conversation in this workspace
 * @throws ConversationSuperseded   the customer has a newer one
 * @throws ConversationChanged      someone answered meanwhile; says who and what
 * @throws ChannelNotConnected      the bot is gone
 * @throws MessageIdTaken           the id is another message's
 * @throws UploadNotFound           a file is not there, or not this member's
 * @throws MessageNotFound          what it answers is not of this thread
 */
export async function replyToConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ReplyToConversationInput;
}): Promise<SentReply> {
  requirePermission(ctx, "conversation.reply");
  const { conversationId, messageId, lastSeenSeq, force, replyTo, attachments, draftVersion, ...rest } =
    ReplyToConversationInput.parse(input);
  const text = requireText(rest.text, attachments.length > 0);
  const { memberId } = actingMember(ctx);

  let keptBytes = 0;
  const reply = async (tx: Transaction): Promise<SentReply> => {
    keptBytes = 0;
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const earlier = await findEarlierCall(tx, before, { messageId, memberId });
    if (earlier) return earlier;
    await requireNewest(tx, before);
    await requireChannel(tx, before);
    if (!force) await requireNoNews(tx, before, { memberId, lastSeenSeq });

    const payload = await toPayload(tx, before, replyTo ?? null);
    const after = await takeForReply(tx, ctx, before, memberId);
    const { addressId, channelId } = before;
    const place = { messageId, conversationId, addressId, channelId, memberId, payload };
    const files =
      attachments.length > 0
        ? await queueFiles(tx, ctx, { ...place, caption: text, uploadIds: attachments })
        : null;
    keptBytes = files?.bytes ?? 0;
    const sent =
      files?.sent ?? (await queueMessage(tx, ctx, { ...place, author: "member", text, purpose: "reply" }));
    if (draftVersion) await endDraft(tx, ctx, { conversationId, version: draftVersion });
    await recordAudit(tx, ctx, {
      action: "conversation.reply",
      entity: conversationId,
      before: {},
      after: { messageId, seq: sent.seq, isForced: force, files: attachments.length },
    });
    if (before.status !== after.status) {
      await emit(tx, ctx, before.status === "closed" ? "conversation/reopened" : "conversation/taken_over", {
        aggregateId: conversationId,
        version: sent.version,
      });
    }
    return { messageId: toPublicId("message", messageId), seq: sent.seq, version: sent.version, isNew: true };
  };
  const told = await inWorkspace(ctx, reply);
  addUsedBytes(ctx, keptBytes);
  return told;
}

function requireText(raw: string, isCaption: boolean): string {
  const text = raw.trim();
  const max = isCaption ? maxCaptionUnits : maxTextUnits;
  if (!isVisible(text)) {
    if (isCaption) return "";
    throw new TextEmpty();
  }
  if (text.length > max) throw new TextTooLong({ length: text.length, max });
  return text;
}

/** Takes the member's files and queues them as albums where they go together. */
async function queueFiles(
  tx: Transaction,
  ctx: Ctx,
  { uploadIds, ...media }: Omit<OutboundMedia<TakenUpload>, "parcels"> & { uploadIds: string[] },
) {
  const taken = await takeUploads(tx, ctx, { uploadIds, memberId: media.memberId });
  const sent = await queueMedia(tx, ctx, { ...media, parcels: toParcels(taken) });
  await attachUploads(tx, ctx, sent.files);
  return { sent, bytes: taken.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** The outcome of the same call before; the row lock makes a double click wait here for the first. */
async function findEarlierCall(
  tx: Transaction,
  conversation: ConversationRow,
  call: { messageId: string; memberId: string },
): Promise<SentReply | null> {
  const [message] = await tx
    .select({ conversationId: messages.conversationId, memberId: messages.memberId, seq: messages.seq })
    .from(messages)
    .where(and(eq(messages.workspaceId, conversation.workspaceId), eq(messages.id, call.messageId)));
  if (!message) return null;
  if (message.conversationId !== conversation.id || message.memberId !== call.memberId)
    throw new MessageIdTaken();
  return {
    messageId: toPublicId("message", call.messageId),
    seq: message.seq,
    version: conversation.version,
    isNew: false,
  };
}

/** So much of what is answered stands above the answer. */
const quotedUnits = 200;

/**
 * What a reply answers, as its message carries it.
 *
 * @throws MessageNotFound it is not of this customer's thread on this channel
 */
async function toPayload(
  tx: Transaction,
  conversation: ConversationRow,
  replyTo: string | null,
): Promise<MessagePayload | undefined> {
  if (!replyTo) return undefined;
  const [answered] = await tx
    .select({
      addressId: messages.addressId,
      direction: messages.direction,
      kind: messages.kind,
      text: messages.text,
      providerMessageId: messages.providerMessageId,
    })
    .from(messages)
    .where(and(eq(messages.workspaceId, conversation.workspaceId), eq(messages.id, replyTo)));
  if (answered?.addressId !== conversation.addressId) throw new MessageNotFound();
  return {
    replyTo: {
      messageId: replyTo,
      ...(answered.providerMessageId && { providerMessageId: answered.providerMessageId }),
      by: answered.direction === "in" ? "customer" : "us",
      kind: answered.kind,
      text: answered.text.slice(0, quotedUnits).toWellFormed(),
    },
  };
}

/** How many of the newest unseen messages are looked through for someone's answer. */
const newsLimit = 50;

async function requireNoNews(
  tx: Transaction,
  conversation: ConversationRow,
  writer: { memberId: string; lastSeenSeq: number },
): Promise<void> {
  const unseen = await tx
    .select({
      seq: messages.seq,
      author: messages.author,
      memberId: messages.memberId,
      memberName: members.displayName,
      text: messages.text,
      sentAt: messages.sentAt,
    })
    .from(messages)
    .leftJoin(members, and(eq(members.workspaceId, messages.workspaceId), eq(members.id, messages.memberId)))
    .where(
      and(
        eq(messages.workspaceId, conversation.workspaceId),
        eq(messages.conversationId, conversation.id),
        gt(messages.seq, writer.lastSeenSeq),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(newsLimit);
  for (const { author, ...message } of unseen) {
    if (author !== "agent" && author !== "member") continue;
    if (!isNewsTo({ ...message, author }, writer)) continue;
    throw new ConversationChanged({
      conversationId: toPublicId("conversation", conversation.id),
      lastSeq: conversation.lastSeq,
      answer: {
        author,
        memberName: message.memberName,
        text: message.text,
        sentAt: message.sentAt.toISOString(),
      },
    });
  }
}

/** The writer has it from now on; the draft that the agent left has served. */
async function takeForReply(tx: Transaction, ctx: Ctx, before: ConversationRow, memberId: string) {
  const status = requireMove(before, "reply");
  const isReopened = before.status === "closed";
  const after = await writeMove(tx, before, {
    status,
    assignedMemberId: memberId,
    memberMessageCount: before.memberMessageCount + 1,
    suggestedReply: null,
    ...(isReopened ? { closedAt: null, reopenedAt: ctx.clock.now(), spamAt: null } : {}),
  });
  if (before.spamAt) await setBlocked(tx, ctx, before.customerId, false);
  if (isReopened || before.status !== status || before.assignedMemberId !== memberId) {
    await recordAudit(tx, ctx, {
      action: isReopened ? "conversation.reopen" : "conversation.takeOver",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
  }
  return after;
}
