import { and, eq, sql } from "drizzle-orm";
import { conversations, deliveries, deliveryQueue } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  type LaterHandler,
  newId,
  openSystemContext,
  runLater,
  type Transaction,
  wakeAfterCommit,
} from "@/server/kernel";
import { type DeliveryAction, type DeliveryReason, laneOf } from "./rules";

export type MessageChange = {
  conversationId: string;
  messageId: string;
  addressId: string;
  channelId: string;
  action: Exclude<DeliveryAction, "send">;
  /** The new text, or the reaction. */
  text?: string;
  /** Until then it can be withdrawn and holds nothing back; at once without it. */
  leavesAt?: Date;
};

export type QueuedChange = { deliveryId: string; version: number };

/**
 * Queues a change to a message that was sent, or is about to be: behind its sending, in the caller's transaction. The
 * message itself changes when the platform has taken it. The caller's verb holds the conversation's lock and has checked
 * the permission.
 */
export async function queueChange(tx: Transaction, ctx: Ctx, change: MessageChange): Promise<QueuedChange> {
  const now = ctx.clock.now();
  const deliveryId = newId();
  await tx.insert(deliveries).values({
    workspaceId: ctx.workspace.id,
    id: deliveryId,
    messageId: change.messageId,
    addressId: change.addressId,
    channelId: change.channelId,
    action: change.action,
    text: change.text ?? null,
    purpose: "reply",
    state: "queued",
    createdAt: now,
    updatedAt: now,
  });
  if (change.leavesAt) {
    await runLater(tx, {
      workspaceId: ctx.workspace.id,
      kind: queueLaterKind,
      subject: deliveryId,
      dueAt: change.leavesAt,
    });
  } else await putInQueue(tx, ctx, { ...change, deliveryId });
  return { deliveryId, version: await tellChange(tx, ctx, change.conversationId) };
}

const queueLaterKind = "deliveries/queue";

/**
 * Puts a change into the queue when its time to be withdrawn is over. Safe to run twice; what was withdrawn stays where
 * it is.
 */
const queueDueChange: LaterHandler = async ({ workspaceId, subject: deliveryId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "dispatcher" });
  await inWorkspace(ctx, async (tx) => {
    const [waiting] = await tx
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.workspaceId, workspaceId),
          eq(deliveries.id, deliveryId),
          eq(deliveries.state, "queued"),
        ),
      )
      .for("update");
    if (waiting) await putInQueue(tx, ctx, { ...waiting, deliveryId });
  });
  return undefined;
};

export const deliveryLaterHandlers = { [queueLaterKind]: queueDueChange };

async function putInQueue(
  tx: Transaction,
  ctx: Ctx,
  delivery: { deliveryId: string; channelId: string; addressId: string },
): Promise<void> {
  await tx
    .insert(deliveryQueue)
    .values({
      workspaceId: ctx.workspace.id,
      deliveryId: delivery.deliveryId,
      channelId: delivery.channelId,
      addressId: delivery.addressId,
      lane: laneOf("reply"),
      dueAt: ctx.clock.now(),
    })
    .onConflictDoNothing();
  wakeAfterCommit(tx, "dispatcher");
}

/**
 * Takes a delivery back that has not left yet.
 *
 * @returns false when it is under way or has ended: then nothing has changed
 */
export async function withdrawDelivery(
  tx: Transaction,
  ctx: Ctx,
  input: { deliveryId: string; reason: DeliveryReason },
): Promise<boolean> {
  const mine = and(
    eq(deliveryQueue.workspaceId, ctx.workspace.id),
    eq(deliveryQueue.deliveryId, input.deliveryId),
  );
  // A row that a dispatcher holds is under way. It is passed over, not waited for: the dispatcher may be waiting for us.
  const [free] = await tx
    .select({ leaseUntil: deliveryQueue.leaseUntil })
    .from(deliveryQueue)
    .where(mine)
    .for("update", { skipLocked: true });
  if (free && free.leaseUntil === null) await tx.delete(deliveryQueue).where(mine);
  const [withdrawn] = await tx
    .update(deliveries)
    .set({ state: "suppressed", errorCode: input.reason, updatedAt: ctx.clock.now() })
    .where(
      and(
        eq(deliveries.workspaceId, ctx.workspace.id),
        eq(deliveries.id, input.deliveryId),
        eq(deliveries.state, "queued"),
        sql`not exists (select 1 from ${deliveryQueue} where ${mine})`,
      ),
    )
    .returning({ id: deliveries.id });
  return withdrawn !== undefined;
}

/** A new version of the conversation and a hint to the screens that show it. */
export async function tellChange(tx: Transaction, ctx: Ctx, conversationId: string): Promise<number> {
  const [conversation] = await tx
    .update(conversations)
    .set({ version: sql`${conversations.version} + 1` })
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)))
    .returning({ version: conversations.version });
  const version = conversation!.version;
  await emit(tx, ctx, "delivery/changed", { aggregateId: conversationId, version });
  return version;
}
