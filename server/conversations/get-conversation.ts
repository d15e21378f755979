import { and, eq, sql } from "drizzle-orm";
import { addresses, channels, conversations, customers, members } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { ConversationNotFound } from "./errors";
import { tagIdsOf, toMemberRef } from "./internal";
import { type Conversation, ConversationRef } from "./schemas";
import { toClocks } from "./to-clocks";

/**
 * One conversation with what a screen says above and beside its thread. Who the customer is and what they bought is
 * `getCustomer`'s; what was said is `getThread`'s.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 */
export async function getConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ConversationRef;
}): Promise<Conversation> {
  requirePermission(ctx, "conversation.get");
  const { conversationId } = ConversationRef.parse(input);
  const workspaceId = ctx.workspace.id;

  return inWorkspace(ctx, async (tx) => {
    const [found] = await tx
      .select({
        conversation: conversations,
        customerName: customers.displayName,
        optedOutAt: customers.optedOutAt,
        blockedAt: customers.blockedAt,
        tagIds: tagIdsOf(ctx, conversations.id),
        channelName: channels.displayName,
        channelUsername: channels.username,
        channelState: channels.state,
        isReachable: addresses.isReachable,
        unreachableReason: addresses.unreachableReason,
        assigneeId: members.id,
        assigneeName: members.displayName,
        newestId: sql<string>`(select n.id from conversations n
          where n.workspace_id = ${workspaceId}::uuid and n.customer_id = ${conversations.customerId}
            and n.channel_id = ${conversations.channelId} and n.address_id = ${conversations.addressId}
          order by n.created_at desc nulls last limit 1)`,
      })
      .from(conversations)
      .innerJoin(
        customers,
        and(eq(customers.workspaceId, workspaceId), eq(customers.id, conversations.customerId)),
      )
      .innerJoin(
        channels,
        and(eq(channels.workspaceId, workspaceId), eq(channels.id, conversations.channelId)),
      )
      .innerJoin(
        addresses,
        and(eq(addresses.workspaceId, workspaceId), eq(addresses.id, conversations.addressId)),
      )
      .leftJoin(
        members,
        and(eq(members.workspaceId, workspaceId), eq(members.id, conversations.assignedMemberId)),
      )
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)));
    if (!found) throw new ConversationNotFound(toPublicId("conversation", conversationId));
    const { conversation: row } = found;
    return {
      id: toPublicId("conversation", row.id),
      status: row.status,
      version: row.version,
      lastSeq: row.lastSeq,
      language: row.language,
      lastBand: row.lastBand,
      createdAt: row.createdAt.toISOString(),
      lastMessageAt: row.lastMessageAt.toISOString(),
      waitingSince: row.waitingSince?.toISOString() ?? null,
      isUrgent: row.isUrgent,
      priority: row.priority,
      snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
      clocks: toClocks(row),
      tagIds: found.tagIds.map((id) => toPublicId("tag", id)),
      isSpam: row.spamAt !== null,
      isBlocked: found.blockedAt !== null,
      lastIntent: row.lastIntent,
      closedAt: row.closedAt?.toISOString() ?? null,
      handedOffAt: row.handedOffAt?.toISOString() ?? null,
      handoffReason: row.handoffReason,
      handoffSummary: row.handoffSummary,
      suggestedReply: row.suggestedReply,
      assignee: toMemberRef(found.assigneeId, found.assigneeName),
      customer: { id: toPublicId("customer", row.customerId), name: found.customerName },
      channel: {
        id: toPublicId("channel", row.channelId),
        name: found.channelName,
        username: found.channelUsername,
        state: found.channelState,
      },
      isReachable: found.isReachable,
      unreachableReason: found.unreachableReason,
      isOptedOut: found.optedOutAt !== null,
      isAgentOn: ctx.workspace.isAgentOn,
      newerConversationId: found.newestId === row.id ? null : toPublicId("conversation", found.newestId),
    };
  });
}
