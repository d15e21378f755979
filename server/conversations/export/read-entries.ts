import { and, asc, eq, gt, isNull, lte, sql } from "drizzle-orm";
import { conversations, files, members, messages, notes } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";

/** Messages that are held at once, however long the conversation is. */
const pageSize = 500;

/** One thing of the conversation, in the order in which it happened. */
export type Entry =
  | {
      type: "message";
      seq: number;
      at: Date;
      author: "customer" | "agent" | "member" | "system";
      memberName: string | null;
      kind: string;
      text: string;
      attachment: { name: string | null; contentType: string | null; sizeBytes: number | null } | null;
      editedAt: Date | null;
      deletedAt: Date | null;
    }
  | { type: "note"; at: Date; memberName: string; text: string };

const carried = ["photo", "video", "voice", "audio", "document", "sticker", "animation", "video_note"];

/**
 * Everything said in a conversation up to a message, with the team's notes where they are wanted, page by page and each
 * page in a transaction of its own: a reader who is slow holds nothing up.
 */
export async function* readEntries(
  ctx: Ctx,
  wanted: {
    conversationId: string;
    lastSeq: number;
    includesNotes: boolean;
    signal?: AbortSignal | undefined;
  },
): AsyncGenerator<Entry> {
  const notesOf = wanted.includesNotes ? readNotes(ctx, wanted) : null;
  let note = (await notesOf?.next())?.value ?? null;
  let seq = 0;
  while (!wanted.signal?.aborted) {
    const page = await readMessages(ctx, { ...wanted, after: seq });
    for (const message of page) {
      while (note && note.at < message.at) {
        yield note;
        note = (await notesOf?.next())?.value ?? null;
      }
      yield message;
      seq = message.seq;
    }
    if (page.length < pageSize) break;
  }
  while (note && !wanted.signal?.aborted) {
    yield note;
    note = (await notesOf?.next())?.value ?? null;
  }
}

type Message = Extract<Entry, { type: "message" }>;
type Note = Extract<Entry, { type: "note" }>;

async function readMessages(
  ctx: Ctx,
  { conversationId, lastSeq, after }: { conversationId: string; lastSeq: number; after: number },
): Promise<Message[]> {
  const w = ctx.workspace.id;
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({
        seq: messages.seq,
        at: messages.sentAt,
        author: messages.author,
        memberName: members.displayName,
        kind: messages.kind,
        text: messages.text,
        mediaName: sql<string | null>`${messages.payload} -> 'media' ->> 'name'`,
        mediaType: sql<string | null>`${messages.payload} -> 'media' ->> 'contentType'`,
        mediaBytes: sql<string | null>`${messages.payload} -> 'media' ->> 'sizeBytes'`,
        contentType: files.contentType,
        sizeBytes: files.sizeBytes,
        editedAt: messages.editedAt,
        deletedAt: messages.deletedAt,
      })
      .from(messages)
      .leftJoin(members, and(eq(members.workspaceId, w), eq(members.id, messages.memberId)))
      .leftJoin(files, and(eq(files.workspaceId, w), eq(files.messageId, messages.id)))
      .where(
        and(
          eq(messages.workspaceId, w),
          eq(messages.conversationId, conversationId),
          gt(messages.seq, after),
          lte(messages.seq, lastSeq),
        ),
      )
      .orderBy(asc(messages.seq))
      .limit(pageSize),
  );
  return rows.map(({ mediaName, mediaType, mediaBytes, contentType, sizeBytes, ...row }) => ({
    type: "message",
    ...row,
    attachment: carried.includes(row.kind)
      ? {
          name: mediaName,
          contentType: contentType ?? mediaType,
          sizeBytes: sizeBytes ?? (mediaBytes === null ? null : Number(mediaBytes)),
        }
      : null,
  }));
}

/** The notes of the customer that were left in this conversation, oldest first. */
async function* readNotes(ctx: Ctx, { conversationId }: { conversationId: string }): AsyncGenerator<Note> {
  const w = ctx.workspace.id;
  const [conversation] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ customerId: conversations.customerId })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, w), eq(conversations.id, conversationId))),
  );
  if (!conversation) return;
  let after: { at: Date; id: string } | null = null;
  for (;;) {
    const rows = await readNotePage(ctx, { conversationId, customerId: conversation.customerId, after });
    for (const { id: _, ...note } of rows) yield { type: "note", ...note };
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last;
  }
}

function readNotePage(
  ctx: Ctx,
  place: { conversationId: string; customerId: string; after: { at: Date; id: string } | null },
) {
  const w = ctx.workspace.id;
  const { conversationId, customerId, after } = place;
  return inWorkspace(ctx, (tx) =>
    tx
      .select({ id: notes.id, at: notes.createdAt, memberName: members.displayName, text: notes.text })
      .from(notes)
      .innerJoin(members, and(eq(members.workspaceId, w), eq(members.id, notes.memberId)))
      .where(
        and(
          eq(notes.workspaceId, w),
          eq(notes.customerId, customerId),
          eq(notes.conversationId, conversationId),
          isNull(notes.deletedAt),
          after
            ? sql`(${notes.createdAt}, ${notes.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(asc(notes.createdAt), asc(notes.id))
      .limit(pageSize),
  );
}
