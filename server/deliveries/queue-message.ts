import { type SQL, sql } from "drizzle-orm";
import type { MessagePayload } from "@/db/schema";
import { type Ctx, emit, newId, type Transaction, wakeAfterCommit } from "@/server/kernel";
import { ConversationToWriteNotFound } from "./errors";
import { type DeliveryPurpose, laneOf } from "./rules";

export type OutboundMessage = {
  conversationId: string;
  addressId: string;
  channelId: string;
  author: "agent" | "member" | "system";
  memberId?: string;
  agentRunId?: string;
  text: string;
  payload?: MessagePayload;
  purpose: DeliveryPurpose;
  /** A UUID that the caller has made sure is free, so that a repeated call can be recognised; a new one without it. */
  messageId?: string;
  /** Said beside the conversation: it was over with what was said before, and stays where it is in the lists. */
  isAside?: boolean;
};

export type QueuedMessage = { messageId: string; deliveryId: string; seq: number; version: number };

/** The topic in which the customer wrote last, as a part of a payload: what we say belongs there. */
export const topicOf = (ctx: Ctx, conversationId: string): SQL => sql`coalesce((
  select case when m.payload ? 'threadId' then jsonb_build_object('threadId', m.payload -> 'threadId') end
  from messages m
  where m.workspace_id = ${ctx.workspace.id}::uuid and m.conversation_id = ${conversationId}::uuid and m.direction = 'in'
  order by m.seq desc limit 1), '{}')`;

/**
 * Writes one outbound message and queues its delivery in the caller's transaction: the one way anything is said.
 * Takes the conversation's next `seq` under its row lock, ends the customer's wait when the agent or a member
 * writes, and wakes the dispatcher after the commit. The caller's verb has checked the permission.
 *
 * One statement on purpose: it stands in the path of every answer.
 *
 * @throws ConversationToWriteNotFound no such conversation in this workspace
 */
export async function queueMessage(
  tx: Transaction,
  ctx: Ctx,
  input: OutboundMessage,
): Promise<QueuedMessage> {
  const { workspace, clock } = ctx;
  const now = clock.now().toISOString();
  const messageId = input.messageId ?? newId();
  const deliveryId = newId();
  const isAnswer = input.author !== "system";
  const [placed] = await tx.execute<{ seq: string; version: string }>(sql`
    with place as (
      update conversations set last_seq = last_seq + 1, version = version + 1,
        last_message_at = case when ${input.isAside === true} then last_message_at
          else greatest(last_message_at, ${now}::timestamptz) end,
        waiting_since = case when ${isAnswer} then null else waiting_since end,
        first_response_at = case when ${isAnswer} then coalesce(first_response_at, ${now}::timestamptz) else first_response_at end
      where workspace_id = ${workspace.id}::uuid and id = ${input.conversationId}::uuid
      returning last_seq, version
    ), said as (
      insert into messages (workspace_id, id, conversation_id, address_id, seq, direction, author, member_id,
        agent_run_id, kind, text, payload, sent_at, created_at)
      select ${workspace.id}::uuid, ${messageId}::uuid, ${input.conversationId}::uuid, ${input.addressId}::uuid,
        last_seq, 'out', ${input.author}, ${input.memberId ?? null}::uuid, ${input.agentRunId ?? null}::uuid, 'text',
        ${input.text}, nullif(${JSON.stringify(input.payload ?? {})}::jsonb || ${topicOf(ctx, input.conversationId)}, '{}'), ${now}::timestamptz, ${now}::timestamptz
      from place
    ), sending as (
      insert into deliveries (workspace_id, id, message_id, address_id, channel_id, purpose, state, created_at, updated_at)
      select ${workspace.id}::uuid, ${deliveryId}::uuid, ${messageId}::uuid, ${input.addressId}::uuid,
        ${input.channelId}::uuid, ${input.purpose}, 'queued', ${now}::timestamptz, ${now}::timestamptz
      from place
    ), queued as (
      insert into delivery_queue (workspace_id, delivery_id, channel_id, address_id, lane, due_at)
      select ${workspace.id}::uuid, ${deliveryId}::uuid, ${input.channelId}::uuid, ${input.addressId}::uuid,
        ${laneOf(input.purpose)}::smallint, ${now}::timestamptz
      from place
    )
    select last_seq as seq, version from place`);
  if (!placed) throw new ConversationToWriteNotFound(input.conversationId);
  const version = Number(placed.version);
  await emit(tx, ctx, "message/sent", { aggregateId: input.conversationId, version });
  wakeAfterCommit(tx, "dispatcher");
  return { messageId, deliveryId, seq: Number(placed.seq), version };
}
