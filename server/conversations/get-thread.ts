import { and, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { agentRuns, conversations, deliveries, files, members, messages } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { readCursor, writeCursor } from "./cursors";
import { ConversationNotFound, CursorInvalid } from "./errors";
import { readThreadEvents } from "./read-thread-events";
import { GetThreadInput, type ThreadPage } from "./schemas";
import { toThreadMessage } from "./to-thread-message";

/**
 * A page of everything said with this customer on this channel, across their conversations, oldest first; the newest
 * page without a cursor, older ones with the `nextCursor` of the page below. Each message says how its sending went
 * and what an automatic answer rests on; `events` are the moves that fall into the page.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 * @throws CursorInvalid        the cursor was not made here
 */
export async function getThread({ ctx, input }: { ctx: Ctx; input: GetThreadInput }): Promise<ThreadPage> {
  requirePermission(ctx, "conversation.get");
  const { conversationId, cursor, limit } = GetThreadInput.parse(input);
  const place = cursor ? readCursor("conversation", cursor) : null;

  return inWorkspace(ctx, async (tx) => {
    const anchor = await findAnchor(tx, ctx, conversationId);
    const from = place
      ? { seq: place.order, conversation: await findPlaceOrThrow(tx, ctx, anchor, place.id) }
      : null;
    const newestFirst = await readMessages(tx, ctx, anchor, { from, limit: limit + 1 });
    const page = newestFirst.slice(0, limit);
    const oldest = page.at(-1);
    const repliedTo = await findRepliedTo(tx, ctx, page);
    const hasMore = newestFirst.length > limit;
    const changes = await findNewestChanges(
      tx,
      ctx,
      page.map((row) => row.message.id),
    );
    return {
      messages: page
        .map((row) =>
          toThreadMessage({
            ...row,
            change: changes.get(row.message.id) ?? null,
            repliedToId: repliedTo.get(row.message.id),
          }),
        )
        .reverse(),
      events: await readThreadEvents(tx, ctx, {
        conversationIds: [...new Set([anchor.id, ...page.map((row) => row.message.conversationId)])],
        // The first page of all shows what happened before its first message too.
        from: hasMore && oldest ? oldest.message.createdAt : null,
        to: from ? (page[0]?.message.createdAt ?? null) : null,
      }),
      nextCursor:
        hasMore && oldest
          ? writeCursor("conversation", { order: oldest.message.seq, id: oldest.message.conversationId })
          : null,
    };
  });
}

type Anchor = { id: string; customerId: string; channelId: string; addressId: string; createdAt: Date };

async function findAnchor(tx: Transaction, ctx: Ctx, conversationId: string): Promise<Anchor> {
  const [row] = await tx
    .select({
      id: conversations.id,
      customerId: conversations.customerId,
      channelId: conversations.channelId,
      addressId: conversations.addressId,
      createdAt: conversations.createdAt,
    })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)));
  if (!row) throw new ConversationNotFound(toPublicId("conversation", conversationId));
  return row;
}

async function findPlaceOrThrow(
  tx: Transaction,
  ctx: Ctx,
  anchor: Anchor,
  conversationId: string,
): Promise<Anchor> {
  if (conversationId === anchor.id) return anchor;
  const place = await findAnchor(tx, ctx, conversationId);
  if (place.customerId !== anchor.customerId || place.addressId !== anchor.addressId)
    throw new CursorInvalid();
  return place;
}

/** Newest first: each conversation gives at most so many of its own by its `seq` index. */
function readMessages(
  tx: Transaction,
  ctx: Ctx,
  anchor: Anchor,
  input: { from: { seq: number; conversation: Anchor } | null; limit: number },
) {
  const { from, limit } = input;
  const workspaceId = ctx.workspace.id;
  const older: SQL[] = [];
  let olderSeq = sql`true`;
  if (from) {
    const { id, createdAt } = from.conversation;
    older.push(
      sql`(${conversations.createdAt}, ${conversations.id}) <= (${createdAt.toISOString()}::timestamptz, ${id}::uuid)`,
    );
    olderSeq = sql`${messages.seq} < case when ${conversations.id} = ${id}::uuid then ${from.seq}::bigint else 9223372036854775807 end`;
  }
  const said = tx
    .select()
    .from(messages)
    .where(
      and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversations.id), olderSeq),
    )
    .orderBy(desc(messages.seq))
    .limit(limit)
    .as("said");
  const page = tx
    .select({
      message: {
        id: said.id,
        conversationId: said.conversationId,
        addressId: said.addressId,
        seq: said.seq,
        direction: said.direction,
        author: said.author,
        memberId: said.memberId,
        agentRunId: said.agentRunId,
        kind: said.kind,
        text: said.text,
        payload: said.payload,
        sentAt: said.sentAt,
        editedAt: said.editedAt,
        deletedAt: said.deletedAt,
        createdAt: said.createdAt,
      },
      begunAt: sql<Date>`${conversations.createdAt}`.as("begun_at"),
    })
    .from(conversations)
    .innerJoinLateral(said, sql`true`)
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        eq(conversations.customerId, anchor.customerId),
        eq(conversations.channelId, anchor.channelId),
        eq(conversations.addressId, anchor.addressId),
        ...older,
      ),
    )
    .orderBy(
      sql`${conversations.createdAt} desc nulls last, ${conversations.id} desc nulls last, ${said.seq} desc`,
    )
    .limit(limit)
    .as("page");
  return tx
    .select({
      message: page.message,
      memberName: members.displayName,
      run: { id: agentRuns.id, action: agentRuns.action, sources: agentRuns.sources },
      delivery: { id: deliveries.id, state: deliveries.state, errorCode: deliveries.errorCode },
      file: {
        id: files.id,
        state: files.state,
        errorCode: files.errorCode,
        contentType: files.contentType,
        sizeBytes: files.sizeBytes,
        thumbnailSha256: files.thumbnailSha256,
      },
    })
    .from(page)
    .leftJoin(members, and(eq(members.workspaceId, workspaceId), eq(members.id, page.message.memberId)))
    .leftJoin(
      agentRuns,
      and(eq(agentRuns.workspaceId, workspaceId), eq(agentRuns.id, page.message.agentRunId)),
    )
    .leftJoin(
      deliveries,
      and(
        eq(deliveries.workspaceId, workspaceId),
        eq(deliveries.messageId, page.message.id),
        eq(deliveries.action, "send"),
      ),
    )
    .leftJoin(files, and(eq(files.workspaceId, workspaceId), eq(files.messageId, page.message.id)))
    .orderBy(sql`${page.begunAt} desc, ${page.message.conversationId} desc, ${page.message.seq} desc`);
}

/** The newest edit, deletion or reaction of each of these messages. */
async function findNewestChanges(tx: Transaction, ctx: Ctx, messageIds: readonly string[]) {
  const rows = await tx
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.workspaceId, ctx.workspace.id),
        inArray(deliveries.messageId, [...messageIds]),
        ne(deliveries.action, "send"),
      ),
    )
    .orderBy(deliveries.createdAt, deliveries.id);
  return new Map(rows.map((row) => [row.messageId, row]));
}

/** Which of our messages those of the page answer, by the platform's numbers in the same chat; most pages ask nothing. */
async function findRepliedTo(
  tx: Transaction,
  ctx: Ctx,
  page: Awaited<ReturnType<typeof readMessages>>,
): Promise<Map<string, string>> {
  const asked = page.flatMap(({ message }) => {
    const number = message.payload?.replyTo?.providerMessageId;
    return number ? [{ id: message.id, addressId: message.addressId, number }] : [];
  });
  if (asked.length === 0) return new Map();
  const rows = await tx
    .select({ id: messages.id, addressId: messages.addressId, number: messages.providerMessageId })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, ctx.workspace.id),
        inArray(messages.addressId, [...new Set(asked.map(({ addressId }) => addressId))]),
        inArray(messages.providerMessageId, [...new Set(asked.map(({ number }) => number))]),
      ),
    )
    .orderBy(messages.createdAt);
  const known = new Map(rows.map((row) => [`${row.addressId} ${row.number}`, row.id]));
  return new Map(
    asked.flatMap(({ id, addressId, number }) => {
      const found = known.get(`${addressId} ${number}`);
      return found ? [[id, found]] : [];
    }),
  );
}
