import { and, eq, sql } from "drizzle-orm";
import { conversations, deliveries, deliveryQueue, type MessagePayload, messages } from "@/db/schema";
import { type Ctx, emit, newId, type Transaction, wakeAfterCommit } from "@/server/kernel";
import { ConversationToWriteNotFound } from "./errors";
import type { MediaKind } from "./load-parcel";
import { type QueuedMessage, topicOf } from "./queue-message";
import { laneOf } from "./rules";

export type OutboundFile = {
  kind: MediaKind;
  name: string;
  contentType: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
};

export type OutboundMedia<File extends OutboundFile> = {
  conversationId: string;
  addressId: string;
  channelId: string;
  memberId: string;
  /** Stands under the first file. */
  caption: string;
  /** What the first file carries besides, such as what it answers. */
  payload?: MessagePayload;
  /** The id of the first message. */
  messageId: string;
  /** What goes in one call each: a file, or an album. */
  parcels: readonly (readonly File[])[];
};

/**
 * Writes a member's files as messages, one a file, and queues one delivery a parcel, in their order, in the caller's
 * transaction. The delivery of an album is its first message's; the others have their `seq` right after it. The caller's
 * verb has checked the permission and gives each message its file.
 *
 * @returns the first message's place, and which message each file has become
 * @throws ConversationToWriteNotFound no such conversation in this workspace
 */
export async function queueMedia<File extends OutboundFile>(
  tx: Transaction,
  ctx: Ctx,
  media: OutboundMedia<File>,
): Promise<QueuedMessage & { files: { file: File; messageId: string }[] }> {
  const { workspace, clock } = ctx;
  const now = clock.now();
  const count = media.parcels.flat().length;
  const [place] = await tx
    .update(conversations)
    .set({
      lastSeq: sql`${conversations.lastSeq} + ${count}`,
      version: sql`${conversations.version} + 1`,
      lastMessageAt: sql`greatest(${conversations.lastMessageAt}, ${now.toISOString()}::timestamptz)`,
      waitingSince: null,
      firstResponseAt: sql`coalesce(${conversations.firstResponseAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(and(eq(conversations.workspaceId, workspace.id), eq(conversations.id, media.conversationId)))
    .returning({ lastSeq: conversations.lastSeq, version: conversations.version });
  if (!place) throw new ConversationToWriteNotFound(media.conversationId);

  const first = place.lastSeq - count + 1;
  const [found] = await tx.execute<{ topic: MessagePayload }>(
    sql`select ${topicOf(ctx, media.conversationId)} as topic`,
  );
  const rows = toMessages(media, first, found!.topic);
  const base = { workspaceId: workspace.id, addressId: media.addressId };
  await tx.insert(messages).values(
    rows.map(({ messageId, seq, text, payload, file }) => ({
      ...base,
      id: messageId,
      conversationId: media.conversationId,
      seq,
      direction: "out" as const,
      author: "member" as const,
      memberId: media.memberId,
      kind: file.kind,
      text,
      payload,
      sentAt: now,
      createdAt: now,
    })),
  );
  const sends = rows
    .filter(({ isHead }) => isHead)
    .map(({ messageId }) => ({ messageId, deliveryId: newId(), channelId: media.channelId }));
  await tx.insert(deliveries).values(
    sends.map(({ deliveryId, ...send }) => ({
      ...base,
      ...send,
      id: deliveryId,
      purpose: "reply" as const,
      state: "queued" as const,
      createdAt: now,
      updatedAt: now,
    })),
  );
  await tx.insert(deliveryQueue).values(
    sends.map(({ deliveryId, channelId }) => ({
      ...base,
      deliveryId,
      channelId,
      lane: laneOf("reply"),
      dueAt: now,
    })),
  );
  await emit(tx, ctx, "message/sent", { aggregateId: media.conversationId, version: place.version });
  wakeAfterCommit(tx, "dispatcher");
  return {
    messageId: media.messageId,
    deliveryId: sends[0]!.deliveryId,
    seq: first,
    version: place.version,
    files: rows.map(({ file, messageId }) => ({ file, messageId })),
  };
}

function toMessages<File extends OutboundFile>(
  media: OutboundMedia<File>,
  firstSeq: number,
  topic: MessagePayload,
) {
  let seq = firstSeq;
  return media.parcels.flatMap((parcel) => {
    const headId = seq === firstSeq ? media.messageId : newId();
    return parcel.map((file, index) => {
      const isFirst = seq === firstSeq;
      const payload: MessagePayload = {
        ...(isFirst && media.payload),
        ...topic,
        media: {
          name: file.name,
          contentType: file.contentType,
          sizeBytes: file.sizeBytes,
          ...(file.width !== null && { width: file.width }),
          ...(file.height !== null && { height: file.height }),
        },
        ...(parcel.length > 1 && { albumId: headId }),
      };
      return {
        messageId: index === 0 ? headId : newId(),
        isHead: index === 0,
        seq: seq++,
        text: isFirst ? media.caption : "",
        payload,
        file,
      };
    });
  });
}
