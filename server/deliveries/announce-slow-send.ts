import { and, eq, sql } from "drizzle-orm";
import { conversations, deliveries } from "@/db/schema";
import { emit, inWorkspace, openSystemContext, type Runtime } from "@/server/kernel";
import type { ClaimedDelivery } from "./claims";

/** Most sends have ended before anybody could look; one that takes longer is told while it lasts. */
const slowMs = 400;

/**
 * Tells the browsers of the workspace that a delivery is being sent, if it still is after a moment.
 *
 * @returns what to call when the send has ended
 */
export function announceSlowSend(runtime: Pick<Runtime, "logger">, delivery: ClaimedDelivery): () => void {
  const timer = setTimeout(() => {
    announce(delivery).catch((error: unknown) =>
      runtime.logger.warn({ workspaceId: delivery.workspaceId, error }, "a slow send was not told"),
    );
  }, slowMs);
  timer.unref();
  return () => clearTimeout(timer);
}

async function announce({ workspaceId, conversationId, deliveryId }: ClaimedDelivery): Promise<void> {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "dispatcher" });
  await inWorkspace(ctx, async (tx) => {
    const [sending] = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.workspaceId, workspaceId),
          eq(deliveries.id, deliveryId),
          eq(deliveries.state, "sending"),
        ),
      );
    if (!sending) return;
    const [conversation] = await tx
      .update(conversations)
      .set({ version: sql`${conversations.version} + 1` })
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)))
      .returning({ version: conversations.version });
    if (conversation)
      await emit(tx, ctx, "delivery/changed", {
        aggregateId: conversationId,
        version: conversation.version,
      });
  });
}
