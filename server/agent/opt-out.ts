import { and, eq } from "drizzle-orm";
import { customers } from "@/db/schema";
import { type Ctx, emit, recordAudit, type Transaction } from "@/server/kernel";

/** STOP and its end: whether the customer wants automatic messages. Members may write all the same. */
export async function setOptedOut(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
  isOptedOut: boolean,
): Promise<void> {
  const optedOutAt = isOptedOut ? ctx.clock.now() : null;
  await tx
    .update(customers)
    .set({ optedOutAt })
    .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, customerId)));
  await recordAudit(tx, ctx, {
    action: isOptedOut ? "customer.optOut" : "customer.optIn",
    entity: customerId,
    after: { optedOutAt },
  });
  await emit(tx, ctx, "customer/updated", { aggregateId: customerId });
}
