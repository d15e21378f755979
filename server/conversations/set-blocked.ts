import { and, eq } from "drizzle-orm";
import { addresses, customers } from "@/db/schema";
import { type Ctx, emit, recordAudit, type Transaction } from "@/server/kernel";

/** Whether what the customer writes is taken in: on the customer, and on each address, where intake looks. */
export async function setBlocked(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
  isBlocked: boolean,
): Promise<void> {
  const blockedAt = isBlocked ? ctx.clock.now() : null;
  const [before] = await tx
    .select({ blockedAt: customers.blockedAt })
    .from(customers)
    .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, customerId)))
    .for("no key update");
  if (!before || (before.blockedAt !== null) === isBlocked) return;
  await tx
    .update(customers)
    .set({ blockedAt })
    .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, customerId)));
  await tx
    .update(addresses)
    .set({ isBlocked })
    .where(and(eq(addresses.workspaceId, ctx.workspace.id), eq(addresses.customerId, customerId)));
  await recordAudit(tx, ctx, {
    action: isBlocked ? "customer.block" : "customer.unblock",
    entity: customerId,
    before,
    after: { blockedAt },
  });
  await emit(tx, ctx, "customer/updated", { aggregateId: customerId });
}
