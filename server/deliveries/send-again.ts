import { and, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { deliveries } from "@/db/schema";
import {
  type Ctx,
  inWorkspace,
  openSystemContext,
  requirePermission,
  type Transaction,
} from "@/server/kernel";
import { defineEvent, sendEvent, type Workflow } from "@/server/workflows";
import { DeliveryChannelGone, DeliveryNotFound, DeliveryNotRetryable } from "./errors";
import { retryDelivery } from "./retry-delivery";

/** So many in one step: what was cut off looks at no more than these twice. */
const partSize = 100;
const mostParts = 500;

/** Somebody wants all that has failed until now to be sent again. */
const sendAgainAsked = defineEvent(
  "deliveries/send-again-asked",
  1,
  z.object({ failedBefore: z.iso.datetime() }),
);

/** Asks for it; carried out by `sendAgainWorkflow`. */
export async function askToSendAgain(tx: Transaction, ctx: Ctx): Promise<void> {
  requirePermission(ctx, "delivery.retry");
  await sendEvent(tx, ctx, sendAgainAsked, { failedBefore: ctx.clock.now().toISOString() });
}

/**
 * Sends all again that failed before somebody asked for it. What is unconfirmed is left: it may have arrived, and whether
 * it goes twice is decided message by message.
 */
export const sendAgainWorkflow: Workflow = {
  id: "deliveries-send-again",
  triggers: [{ event: sendAgainAsked }],
  singleton: { mode: "skip" },
  load:
    async () =>
    async ({ event, step }) => {
      const { failedBefore } = sendAgainAsked.data.parse(event.data);
      const total = { again: 0, refused: 0 };
      for (let part = 1; part <= mostParts; part += 1) {
        const done = await step.run(`part ${part}`, () => sendPart(event.workspaceId, failedBefore));
        total.again += done.again;
        total.refused += done.refused;
        if (done.again === 0) break;
      }
      return total;
    },
};

type Part = { again: number; refused: number };

/** Those that are refused stay failed: a part in which nothing else is left is the last. */
async function sendPart(workspaceId: string, failedBefore: string): Promise<Part> {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "deliveries" });
  const failed = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.workspaceId, workspaceId),
          eq(deliveries.state, "failed"),
          lt(deliveries.updatedAt, new Date(failedBefore)),
        ),
      )
      // The oldest first, as they were said.
      .orderBy(deliveries.createdAt)
      .limit(partSize),
  );
  const part: Part = { again: 0, refused: 0 };
  for (const { id } of failed) {
    const isAgain = await sendOne(ctx, id);
    if (isAgain) part.again += 1;
    else part.refused += 1;
  }
  return part;
}

async function sendOne(ctx: Ctx, deliveryId: string): Promise<boolean> {
  try {
    await retryDelivery({ ctx, input: { deliveryId } });
    return true;
  } catch (error) {
    const isRefused =
      error instanceof DeliveryChannelGone ||
      error instanceof DeliveryNotRetryable ||
      error instanceof DeliveryNotFound;
    if (isRefused) return false;
    throw error;
  }
}
