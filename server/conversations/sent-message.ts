import { and, desc, eq, ne } from "drizzle-orm";
import { channels, deliveries, messages } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import {
  ChannelNotConnected,
  MessageDeleted,
  MessageNotFound,
  MessageNotSent,
  MessageNotYours,
  MessageTooOld,
} from "./errors";
import { type ConversationRow, lockConversationOrThrow } from "./internal";
import { type ChangeableMessage, type ChangeObstacle, deletableHours } from "./rules";

type MessageRow = typeof messages.$inferSelect;
type DeliveryRow = typeof deliveries.$inferSelect;

/** A message with its sending and the newest change to it that has not come to an end at the customer. */
export type SentMessage = {
  conversation: ConversationRow;
  message: MessageRow;
  delivery: DeliveryRow | null;
  pending: DeliveryRow | null;
};

/**
 * The message under its conversation's lock, so that changes of it happen one after another.
 *
 * @throws MessageNotFound     no such message in this workspace
 * @throws ChannelNotConnected the bot is gone
 */
export async function lockMessageOrThrow(tx: Transaction, ctx: Ctx, messageId: string): Promise<SentMessage> {
  const mine = and(eq(messages.workspaceId, ctx.workspace.id), eq(messages.id, messageId));
  const [found] = await tx.select({ conversationId: messages.conversationId }).from(messages).where(mine);
  if (!found) throw new MessageNotFound();
  const conversation = await lockConversationOrThrow(tx, ctx, found.conversationId);
  const [message] = await tx.select().from(messages).where(mine);
  const ofMessage = and(eq(deliveries.workspaceId, ctx.workspace.id), eq(deliveries.messageId, messageId));
  const [delivery] = await tx
    .select()
    .from(deliveries)
    .where(and(ofMessage, eq(deliveries.action, "send")));
  const [latest] = await tx
    .select()
    .from(deliveries)
    .where(and(ofMessage, ne(deliveries.action, "send")))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(1);
  const pending = latest?.state === "queued" || latest?.state === "sending" ? latest : null;
  return { conversation, message: message!, delivery: delivery ?? null, pending };
}

/** @throws ChannelNotConnected the bot of the conversation is gone */
export async function requireChannel(tx: Transaction, conversation: ConversationRow): Promise<void> {
  const [channel] = await tx
    .select({ state: channels.state })
    .from(channels)
    .where(and(eq(channels.workspaceId, conversation.workspaceId), eq(channels.id, conversation.channelId)));
  if (!channel || channel.state === "deleted") {
    throw new ChannelNotConnected({
      conversationId: toPublicId("conversation", conversation.id),
      channelId: toPublicId("channel", conversation.channelId),
    });
  }
}

/** The message as the rules look at it; one that is about to be deleted counts as deleted. */
export function toChangeable({ message, delivery, pending }: SentMessage): ChangeableMessage {
  return {
    author: message.author,
    memberId: message.memberId,
    kind: message.kind,
    sentAt: message.sentAt,
    isDeleted: message.deletedAt !== null || pending?.action === "delete",
    deliveryState: delivery?.state ?? null,
  };
}

/** @throws MessageNotYours, MessageDeleted, MessageNotSent, MessageTooOld as the obstacle says */
export function requireNoObstacle(obstacle: ChangeObstacle | null, sent: SentMessage): void {
  const messageId = toPublicId("message", sent.message.id);
  switch (obstacle) {
    case null:
      return;
    case "foreign":
      throw new MessageNotYours(messageId);
    case "deleted":
      throw new MessageDeleted(messageId);
    case "unsent":
      throw new MessageNotSent({ messageId, state: sent.delivery?.state ?? null });
    case "too_old":
      throw new MessageTooOld({ messageId, hours: deletableHours });
  }
}
