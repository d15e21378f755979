import { type AnyColumn, and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import { channels, conversations, customers, members, messages } from "@/db/schema";
import { matchCustomers } from "@/server/customers";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { type Place, readCursor, writeCursor } from "./cursors";
import { tagIdsOf, toMemberRef } from "./internal";
import { asked, implied } from "./list-filters";
import { type ConversationItem, type ConversationPage, ListConversationsInput } from "./schemas";
import { toClocks } from "./to-clocks";

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
      const { ids: customerIds, isCut } = await matchCustomers(tx, ctx, q);
      if (customerIds.length === 0) return { items: [], nextCursor: null, isTruncated };
      isTruncated = isCut;
      filters.push(inArray(conversations.customerId, customerIds));
    }
    const order = isSpam ? "spam" : q ? "search" : (parsed.order ?? "list");
    if (order === "due") filters.push(isNotNull(conversations.dueAt));
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

type Order = "list" | "search" | "spam" | "due";

function orderOf(row: { lastMessageAt: Date; spamAt: Date | null; dueAt: Date | null }, order: Order): Date {
  if (order === "due" && row.dueAt) return row.dueAt;
  return order === "spam" && row.spamAt ? row.spamAt : row.lastMessageAt;
}

/** What comes after a place. */
function after(place: Place, order: Order): SQL[] {
  const at = sql`${new Date(place.order).toISOString()}::timestamptz`;
  if (order === "due")
    return [sql`(${conversations.dueAt}, ${conversations.id}) > (${at}, ${place.id}::uuid)`];
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
function alongIndex(order: Order): SQL {
  if (order === "spam") return sql`${conversations.spamAt} desc nulls last, ${conversations.id} desc`;
  return order === "list"
    ? sql`${conversations.activeSlot} desc nulls last, ${inOrder(order, conversations)}`
    : inOrder(order, conversations);
}

type Ordered = Record<"id" | "lastMessageAt" | "spamAt" | "dueAt", AnyColumn>;

/** The order in which the page stands. */
function inOrder(order: Order, { id, lastMessageAt, spamAt, dueAt }: Ordered): SQL {
  if (order === "due") return sql`${dueAt}, ${id}`;
  return sql`${order === "spam" ? spamAt : lastMessageAt} desc, ${id} desc`;
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
      dueAt: conversations.dueAt,
    })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), ...filters))
    .orderBy(alongIndex(order))
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
    .orderBy(alongIndex(order))
    .limit(wanted.length > 0 ? mostLookedAt : limit)
    // Under the table's own name, so that a filter reads the same inside and outside.
    .as("conversations");
  const page = tx.$with("page").as(
    tx
      .select()
      .from(cut)
      .where(and(...wanted))
      .orderBy(inOrder(order, cut))
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
      firstResponseAt: page.firstResponseAt,
      answerDueAt: page.answerDueAt,
      answerNearAt: page.answerNearAt,
      closeDueAt: page.closeDueAt,
      closeNearAt: page.closeNearAt,
      clocksPausedAt: page.clocksPausedAt,
      dueAt: page.dueAt,
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
    .orderBy(inOrder(order, page));
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
    clocks: toClocks(row),
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
