import { and, type Column, desc, eq, sql } from "drizzle-orm";
import { conversations, members } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { ConversationNotFound, ConversationStateInvalid, ConversationSuperseded } from "./errors";
import { type ConversationMove, nextStatus } from "./rules";
import type { ConversationState, MemberRef } from "./schemas";

export type ConversationRow = typeof conversations.$inferSelect;

/**
 * The row, locked until the transaction ends, so that moves of one conversation happen one after another.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 */
export async function lockConversationOrThrow(
  tx: Transaction,
  ctx: Ctx,
  conversationId: string,
): Promise<ConversationRow> {
  const [row] = await tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)))
    // The strength that intake takes too: foreign keys to the row are not held up by it.
    .for("no key update");
  if (!row) throw new ConversationNotFound(toPublicId("conversation", conversationId));
  return row;
}

/** @throws ConversationStateInvalid when the state table has no such move */
export function requireMove(conversation: ConversationRow, move: ConversationMove) {
  const status = nextStatus(conversation.status, move);
  if (status === null) {
    throw new ConversationStateInvalid({
      conversationId: toPublicId("conversation", conversation.id),
      status: conversation.status,
      wanted: move,
    });
  }
  return status;
}

/** @throws ConversationSuperseded when the customer has begun another conversation on this channel since */
export async function requireNewest(tx: Transaction, conversation: ConversationRow): Promise<void> {
  const newestId = await findNewestConversationId(tx, conversation);
  if (newestId !== null && newestId !== conversation.id) {
    throw new ConversationSuperseded({
      conversationId: toPublicId("conversation", conversation.id),
      newerConversationId: toPublicId("conversation", newestId),
    });
  }
}

async function findNewestConversationId(tx: Transaction, of: ConversationRow): Promise<string | null> {
  const [newest] = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, of.workspaceId),
        eq(conversations.customerId, of.customerId),
        eq(conversations.channelId, of.channelId),
        // A customer of two merged records has two chats with one bot: each has its own newest.
        eq(conversations.addressId, of.addressId),
      ),
    )
    .orderBy(sql`${desc(conversations.createdAt)} nulls last`)
    .limit(1);
  return newest?.id ?? null;
}

/** Writes a move: a compare-and-swap on the version that the row was read at. */
export async function writeMove(
  tx: Transaction,
  before: ConversationRow,
  changes: Partial<ConversationRow>,
): Promise<ConversationRow> {
  const [after] = await tx
    .update(conversations)
    .set({ ...changes, version: before.version + 1 })
    .where(
      and(
        eq(conversations.workspaceId, before.workspaceId),
        eq(conversations.id, before.id),
        eq(conversations.version, before.version),
      ),
    )
    .returning();
  if (!after) throw new Error(`Conversation ${before.id} changed under its lock.`);
  return after;
}

/** Who of the team has it, for a screen to say; null when nobody has. */
export async function findAssignee(
  tx: Transaction,
  conversation: ConversationRow,
): Promise<MemberRef | null> {
  if (!conversation.assignedMemberId) return null;
  const [row] = await tx
    .select({ id: members.id, name: members.displayName })
    .from(members)
    .where(
      and(eq(members.workspaceId, conversation.workspaceId), eq(members.id, conversation.assignedMemberId)),
    );
  return row ? toMemberRef(row.id, row.name) : null;
}

/** The tags of a row of a query, one probe each. */
export const tagIdsOf = (ctx: Ctx, conversationId: Column) =>
  sql<string[]>`(select coalesce(jsonb_agg(ct.tag_id order by ct.created_at, ct.tag_id), '[]')
    from conversation_tags ct where ct.workspace_id = ${ctx.workspace.id}::uuid and ct.conversation_id = ${conversationId})`;

export function toMemberRef(id: string | null, name: string | null): MemberRef | null {
  return id === null || name === null ? null : { id: toPublicId("member", id), name };
}

export async function toConversationState(tx: Transaction, row: ConversationRow): Promise<ConversationState> {
  return {
    id: toPublicId("conversation", row.id),
    status: row.status,
    version: row.version,
    assignee: await findAssignee(tx, row),
  };
}

/** The fields that the audit compares. */
export function auditFields(row: ConversationRow) {
  const { status, assignedMemberId, closedAt, reopenedAt, agentSeq, priority, snoozedUntil, spamAt } = row;
  return { status, assignedMemberId, closedAt, reopenedAt, agentSeq, priority, snoozedUntil, spamAt };
}

/** The acting member; policy lets nobody else reach the verbs that ask. */
export function actingMember(ctx: Ctx): { memberId: string; name: string } {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} cannot hold a conversation.`);
  return { memberId: ctx.actor.memberId, name: ctx.actor.displayName };
}
