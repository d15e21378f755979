import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { channels, conversations, customers, members, messages } from "@/db/schema";
import { matchCustomers, matchLimit } from "@/server/customers";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { readCursor, writeCursor } from "./cursors";
import { toMemberRef } from "./internal";
import { type ConversationItem, type ConversationPage, ListConversationsInput } from "./schemas";

/** As much of the last message as a list shows. */
const previewLength = 160;

/**
 * Conversations, the one with the newest message first: of one state, or of the customers that `q` may mean (name,
 * phone, e-mail or shop order number; in every state unless one is given).
 *
 * @throws CursorInvalid the cursor was not made here
 */
export async function listConversations({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListConversationsInput;
}): Promise<ConversationPage> {
  requirePermission(ctx, "conversation.list");
  const { status, q, cursor, limit } = ListConversationsInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const filters: SQL[] = [];
    if (status) filters.push(eq(conversations.status, status));
    let isTruncated = false;
    if (q) {
      const customerIds = await matchCustomers(tx, ctx, q);
      if (customerIds.length === 0) return { items: [], nextCursor: null, isTruncated };
      isTruncated = customerIds.length === matchLimit;
      filters.push(inArray(conversations.customerId, customerIds));
    }
    if (cursor) {
      const place = readCursor("conversation", cursor);
      const at = sql`${new Date(place.order).toISOString()}::timestamptz`;
      filters.push(sql`(${conversations.lastMessageAt}, ${conversations.id}) < (${at}, ${place.id}::uuid)`);
      // For the index of the list, which knows the slots only.
      if (!q) filters.push(sql`${conversations.activeSlot} <= ${at}`);
    }
    const rows = await readPage(tx, ctx, { filters, limit: limit + 1, isSearch: Boolean(q) });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(toItem),
      nextCursor:
        rows.length > limit && last
          ? writeCursor("conversation", { order: last.lastMessageAt.getTime(), id: last.id })
          : null,
      isTruncated,
    };
  });
}

/** The page is cut from its index first; names and last words are then looked up for these rows only. */
function readPage(
  tx: Transaction,
  ctx: Ctx,
  { filters, limit, isSearch }: { filters: SQL[]; limit: number; isSearch: boolean },
) {
  const newestFirst = sql`${conversations.lastMessageAt} desc, ${conversations.id} desc`;
  const page = tx.$with("page").as(
    tx
      .select()
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), ...filters))
      // The list's index gives the slots in order ("nulls last" as it has it), and within one slot little is sorted. A
      // search goes by its customers: down the list, it would pass everybody else's conversations.
      .orderBy(isSearch ? newestFirst : sql`${conversations.activeSlot} desc nulls last, ${newestFirst}`)
      .limit(limit),
  );
  return tx
    .with(page)
    .select({
      id: page.id,
      status: page.status,
      version: page.version,
      lastSeq: page.lastSeq,
      lastMessageAt: page.lastMessageAt,
      waitingSince: page.waitingSince,
      isUrgent: page.isUrgent,
      lastBand: page.lastBand,
      customerId: page.customerId,
      customerName: customers.displayName,
      channelId: page.channelId,
      channelName: channels.displayName,
      assigneeId: members.id,
      assigneeName: members.displayName,
      lastAuthor: messages.author,
      lastKind: messages.kind,
      lastText: sql<string | null>`left(${messages.text}, ${previewLength})`,
      lastUnsupportedKind: sql<string | null>`${messages.payload} ->> 'unsupportedKind'`,
    })
    .from(page)
    .innerJoin(customers, and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, page.customerId)))
    .innerJoin(channels, and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, page.channelId)))
    .leftJoin(members, and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, page.assignedMemberId)))
    .leftJoin(
      messages,
      and(
        eq(messages.workspaceId, ctx.workspace.id),
        eq(messages.conversationId, page.id),
        eq(messages.seq, page.lastSeq),
      ),
    )
    .orderBy(sql`${page.lastMessageAt} desc, ${page.id} desc`);
}

type PageRow = Awaited<ReturnType<typeof readPage>>[number];

function toItem(row: PageRow): ConversationItem {
  return {
    id: toPublicId("conversation", row.id),
    status: row.status,
    version: row.version,
    lastSeq: row.lastSeq,
    lastMessageAt: row.lastMessageAt.toISOString(),
    waitingSince: row.waitingSince?.toISOString() ?? null,
    isUrgent: row.isUrgent,
    lastBand: row.lastBand,
    customer: { id: toPublicId("customer", row.customerId), name: row.customerName },
    channel: { id: toPublicId("channel", row.channelId), name: row.channelName },
    assignee: toMemberRef(row.assigneeId, row.assigneeName),
    lastMessage: row.lastAuthor
      ? {
          author: row.lastAuthor,
          kind: row.lastKind ?? "text",
          text: row.lastText ?? "",
          unsupportedKind: row.lastUnsupportedKind,
        }
      : null,
  };
}
