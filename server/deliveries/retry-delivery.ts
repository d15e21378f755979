import { and, eq, sql } from "drizzle-orm";
import { channels, conversations, deliveries, deliveryQueue, messages } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
  wakeAfterCommit,
} from "@/server/kernel";
import { DeliveryChannelGone, DeliveryNotFound, DeliveryNotRetryable } from "./errors";
import { canRetry, laneOf } from "./rules";
import { Delivery, RetryDeliveryInput } from "./schemas";

/**
 * Sends a failed or unconfirmed message again because a member says so; for an unconfirmed one the member accepts
 * that it may arrive twice. It joins the end of its chat's queue.
 *
 * @throws DeliveryNotFound     no such delivery in this workspace
 * @throws DeliveryNotRetryable it waits, is being sent, has arrived, or the customer has opted out
 * @throws DeliveryChannelGone  the bot has been disconnected
 */
export async function retryDelivery({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RetryDeliveryInput;
}): Promise<Delivery> {
  requirePermission(ctx, "delivery.retry");
  const { deliveryId } = RetryDeliveryInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const { version, conversationId } = await lockConversationOf(tx, ctx, deliveryId);
    const { before, channelState } = await getDeliveryOrThrow(tx, ctx, deliveryId);
    if (!canRetry(before.state)) {
      throw new DeliveryNotRetryable({ deliveryId: toPublicId("delivery", deliveryId), state: before.state });
    }
    if (channelState === "deleted")
      throw new DeliveryChannelGone({ deliveryId: toPublicId("delivery", deliveryId) });
    const now = ctx.clock.now();
    const [after] = await tx
      .update(deliveries)
      .set({ state: "queued", errorCode: null, errorText: null, updatedAt: now })
      .where(
        and(
          eq(deliveries.workspaceId, ctx.workspace.id),
          eq(deliveries.id, deliveryId),
          eq(deliveries.state, before.state),
        ),
      )
      .returning();
    if (!after)
      throw new DeliveryNotRetryable({ deliveryId: toPublicId("delivery", deliveryId), state: before.state });
    await tx.insert(deliveryQueue).values({
      workspaceId: ctx.workspace.id,
      deliveryId,
      channelId: after.channelId,
      addressId: after.addressId,
      lane: laneOf(after.purpose),
      dueAt: now,
    });
    await recordAudit(tx, ctx, { action: "delivery.retry", entity: deliveryId, before, after });
    await emit(tx, ctx, "delivery/changed", { aggregateId: conversationId, version });
    wakeAfterCommit(tx, "dispatcher");
    return Delivery.parse({
      ...after,
      id: toPublicId("delivery", after.id),
      messageId: toPublicId("message", after.messageId),
      sentAt: after.sentAt?.toISOString() ?? null,
    });
  });
}

/** The conversation first, as everywhere: it is the lock that intake, agent and recorder take. */
async function lockConversationOf(tx: Transaction, ctx: Ctx, deliveryId: string) {
  const [row] = await tx
    .update(conversations)
    .set({ version: sql`${conversations.version} + 1` })
    .from(deliveries)
    .innerJoin(
      messages,
      and(eq(messages.workspaceId, deliveries.workspaceId), eq(messages.id, deliveries.messageId)),
    )
    .where(
      and(
        eq(deliveries.workspaceId, ctx.workspace.id),
        eq(deliveries.id, deliveryId),
        eq(conversations.workspaceId, ctx.workspace.id),
        eq(conversations.id, messages.conversationId),
      ),
    )
    .returning({ conversationId: conversations.id, version: conversations.version });
  if (!row) throw new DeliveryNotFound();
  return row;
}

async function getDeliveryOrThrow(tx: Transaction, ctx: Ctx, deliveryId: string) {
  const [row] = await tx
    .select({ before: deliveries, channelState: channels.state })
    .from(deliveries)
    .innerJoin(
      channels,
      and(eq(channels.workspaceId, deliveries.workspaceId), eq(channels.id, deliveries.channelId)),
    )
    .where(and(eq(deliveries.workspaceId, ctx.workspace.id), eq(deliveries.id, deliveryId)));
  if (!row) throw new DeliveryNotFound();
  return row;
}
