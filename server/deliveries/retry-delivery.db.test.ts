import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, channels, deliveries, deliveryQueue, outbox } from "@/db/schema";
import { inWorkspace, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { DeliveryChannelGone, DeliveryNotFound, DeliveryNotRetryable } from "./errors";
import { queueMessage } from "./queue-message";
import { retryDelivery } from "./retry-delivery";
import type { DeliveryState } from "./rules";
import { makeChat } from "./testing";

const testing = useTestRuntime();

/** A delivery that ended in this state. */
async function makeDelivery(state: DeliveryState) {
  const workspace = await makeWorkspace(testing.runtime);
  const chat = await makeChat(workspace);
  const ctx = workspace.as({ kind: "agent" });
  const { deliveryId } = await inWorkspace(ctx, async (tx) => {
    const queued = await queueMessage(tx, ctx, { ...chat, author: "agent", text: "x", purpose: "marketing" });
    await tx.delete(deliveryQueue);
    await tx.update(deliveries).set({ state, errorCode: "refused", attempts: 3 });
    return queued;
  });
  return { workspace, chat, ctx, deliveryId, publicDeliveryId: toPublicId("delivery", deliveryId) };
}

describe("retryDelivery", () => {
  test.each(["failed", "unconfirmed"] as const)(
    "queues a %s delivery anew, audited and announced once",
    async (state) => {
      const { workspace, ctx, chat, deliveryId, publicDeliveryId } = await makeDelivery(state);
      const after = await retryDelivery({
        ctx: workspace.member("support"),
        input: { deliveryId: publicDeliveryId },
      });
      expect(after).toMatchObject({ id: publicDeliveryId, state: "queued", errorCode: null, attempts: 3 });
      await inWorkspace(ctx, async (tx) => {
        expect(await tx.select().from(deliveryQueue)).toMatchObject([{ deliveryId, lane: 1, attempts: 0 }]);
        const [entry] = await tx.select().from(auditLog).where(eq(auditLog.action, "delivery.retry"));
        expect(entry).toMatchObject({ actorKind: "member", entityId: deliveryId });
        expect(entry?.changes.state).toEqual({ before: state, after: "queued" });
        expect(await tx.select().from(outbox).where(eq(outbox.name, "delivery/changed"))).toMatchObject([
          { aggregateId: chat.conversationId, version: 3 },
        ]);
      });
    },
  );

  test.each(["queued", "sending", "sent", "suppressed"] as const)("refuses one that is %s", async (state) => {
    const { workspace, deliveryId } = await makeDelivery(state);
    await expect(
      retryDelivery({ ctx: workspace.member("support"), input: { deliveryId } }),
    ).rejects.toBeInstanceOf(DeliveryNotRetryable);
  });

  test("two members at once: one wins, the other is told", async () => {
    const { workspace, deliveryId, ctx } = await makeDelivery("failed");
    const results = await Promise.allSettled(
      ["owner", "support"].map((role) =>
        retryDelivery({ ctx: workspace.member(role as "owner"), input: { deliveryId } }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await inWorkspace(ctx, (tx) => tx.select().from(deliveryQueue))).toHaveLength(1);
  });

  test("an analyst may not; another workspace's delivery is not found; a bot that is gone sends nothing", async () => {
    const { workspace, deliveryId, ctx } = await makeDelivery("failed");
    await expect(
      retryDelivery({ ctx: workspace.member("analyst"), input: { deliveryId } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    const stranger = await makeWorkspace(testing.runtime);
    await expect(
      retryDelivery({ ctx: stranger.member("owner"), input: { deliveryId } }),
    ).rejects.toBeInstanceOf(DeliveryNotFound);
    await inWorkspace(ctx, (tx) => tx.update(channels).set({ state: "deleted" }));
    await expect(
      retryDelivery({ ctx: workspace.member("support"), input: { deliveryId } }),
    ).rejects.toBeInstanceOf(DeliveryChannelGone);
  });
});
