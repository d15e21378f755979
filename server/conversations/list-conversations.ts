import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import { channels, conversations, customers, members, messages } from "@/db/schema";
import { matchCustomers, matchLimit } from "@/server/customers";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { type Place, readCursor, writeCursor } from "./cursors";
import { tagIdsOf, toMemberRef } from "./internal";
import { asked, implied } from "./list-filters";
import { type ConversationItem, type ConversationPage, ListConversationsInput } from "./schemas";

/** As much of the last message as a list shows. */
const previewLength = 160;

/** A filtered page looks at no more conversations than this; its cursor goes on from there. */
export const mostLookedAt = 2_000;

/**
 * Conversations, the one with the newest message first: of one state, or of the customers that `q` may mean (name,
 * phone, e-mail or shop order number; in every state unless one is given), as far as the filters let them through. A
 * page may hold fewer than asked, or none, and still have a next one: then its filters let few through.
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
  const parsed = ListConversationsInput.parse(input);
  const { status, q, cursor, limit, isSpam } = parsed;

  return inWorkspace(ctx, async (tx) => {
    const filters: SQL[] = [...implied(parsed)];
    if (isSpam) filters.push(isNotNull(conversations.spamAt));
    else if (status) filters.push(eq(conversations.status, status));
    let isTruncated = false;
    if (q) {
      const customerIds = await matchCustomers(tx, ctx, q);
      if (customerIds.length === 0) return { items: [], nextCursor: null, isTruncated };
      isTruncated = customerIds.length === matchLimit;
      filters.push(inArray(conversations.customerId, customerIds));
    }
    const order = isSpam ? "spam" : q ? "search" : "list";
    if (cursor) filters.push(...after(readCursor("conversation", cursor), order));
    const wanted = asked(ctx, parsed);
    const rows = await readPage(tx, ctx, { filters, wanted, limit: limit + 1, order });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const place =
      rows.length > limit && last
        ? { id: last.id, at: orderOf(last, order) }
        : wanted.length > 0
          ? await readLastLookedAt(tx, ctx, { filters, order })
          : null;
    return {
      items: items.map(toItem),
      nextCursor: place && writeCursor("conversation", { order: place.at.getTime(), id: place.id }),
      isTruncated,
    };
  });
}

type Order = "list" | "search" | "spam";

const orderOf = (row: { lastMessageAt: Date; spamAt: Date | null }, order: Order): Date =>
  order === "spam" && row.spamAt ? row.spamAt : row.lastMessageAt;

/** What comes after a place. */
function after(place: Place, order: Order): SQL[] {
  const at = sql`${new Date(place.order).toISOString()}::timestamptz`;
  const column = order === "spam" ? conversations.spamAt : conversations.lastMessageAt;
  const filters = [sql`(${column}, ${conversations.id}) < (${at}, ${place.id}::uuid)`];
  // For the indexes: that of the list knows the slots only, that of spam the moments.
  if (order === "list") filters.push(sql`${conversations.activeSlot} <= ${at}`);
  if (order === "spam") filters.push(sql`${conversations.spamAt} <= ${at}`);
  return filters;
}

/**
 * The list's index gives the slots in order ("nulls last" as it has it), and within one slot little is sorted. A search
 * goes by its customers: down the list, it would pass everybody else's conversations.
 */
function inOrder(order: Order): SQL {
  if (order === "spam") return sql`${conversations.spamAt} desc nulls last, ${conversations.id} desc`;
  const newestFirst = sql`${conversations.lastMessageAt} desc, ${conversations.id} desc`;
  return order === "search" ? newestFirst : sql`${conversations.activeSlot} desc nulls last, ${newestFirst}`;
}

/** Where a filtered page stopped looking; null when it came to the end. */
async function readLastLookedAt(
  tx: Transaction,
  ctx: Ctx,
  { filters, order }: { filters: SQL[]; order: Order },
): Promise<{ id: string; at: Date } | null> {
  const [row] = await tx
    .select({
      id: conversations.id,
      lastMessageAt: conversations.lastMessageAt,
      spamAt: conversations.spamAt,
    })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), ...filters))
    .orderBy(inOrder(order))
    .offset(mostLookedAt - 1)
    .limit(1);
  return row ? { id: row.id, at: orderOf(row, order) } : null;
}

/** The page is cut from its index first; names and last words are then looked up for these rows only. */
function readPage(
  tx: Transaction,
  ctx: Ctx,
  input: { filters: SQL[]; wanted: SQL[]; limit: number; order: Order },
) {
  const { filters, wanted, limit, order } = input;
  const cut = tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), ...filters))
    .orderBy(inOrder(order))
    .limit(wanted.length > 0 ? mostLookedAt : limit)
    // Under the table's own name, so that a filter reads the same inside and outside.
    .as("conversations");
  const page = tx.$with("page").as(
    tx
      .select()
      .from(cut)
      .where(and(...wanted))
      .orderBy(
        order === "spam"
          ? sql`${cut.spamAt} desc, ${cut.id} desc`
          : sql`${cut.lastMessageAt} desc, ${cut.id} desc`,
      )
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
      priority: page.priority,
      snoozedUntil: page.snoozedUntil,
      spamAt: page.spamAt,
      tagIds: tagIdsOf(ctx, page.id),
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
    .orderBy(
      order === "spam"
        ? sql`${page.spamAt} desc, ${page.id} desc`
        : sql`${page.lastMessageAt} desc, ${page.id} desc`,
    );
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
    priority: row.priority,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    tagIds: row.tagIds.map((id) => toPublicId("tag", id)),
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
