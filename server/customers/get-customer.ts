import { and, eq } from "drizzle-orm";
import { identities } from "@/db/schema";
import { loadFieldValues } from "@/server/fields";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { getCustomerOrThrow, listShopOrdersOf, toIdentity } from "./internal";
import { type Customer, CustomerRef } from "./schemas";
import { toFieldValues } from "./set-customer-field";

/**
 * A customer with identities and shop orders, for the panel beside a conversation. The address of one who was merged
 * into another leads to that one.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function getCustomer({ ctx, input }: { ctx: Ctx; input: CustomerRef }): Promise<Customer> {
  requirePermission(ctx, "customer.get");

  return inWorkspace(ctx, async (tx) => {
    const customer = await getCustomerOrThrow(tx, ctx, CustomerRef.parse(input).customerId);
    const customerId = customer.id;
    const own = await tx
      .select()
      .from(identities)
      .where(and(eq(identities.workspaceId, ctx.workspace.id), eq(identities.customerId, customerId)))
      .orderBy(identities.createdAt, identities.id);
    return {
      id: toPublicId("customer", customer.id),
      name: customer.displayName,
      languageHint: customer.languageHint,
      optedOutAt: customer.optedOutAt?.toISOString() ?? null,
      createdAt: customer.createdAt.toISOString(),
      identities: own.map(toIdentity),
      fields: toFieldValues(await loadFieldValues(tx, ctx, [customerId])),
      shopOrders: await listShopOrdersOf(tx, ctx, customerId),
    };
  });
}
