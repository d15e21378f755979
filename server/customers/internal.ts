import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { customers, type identities, shopOrderLines, shopOrderPackages, shopOrders } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { CustomerNotFound } from "./errors";
import { type CustomerShopOrder, type Identity, shopOrderLimit } from "./schemas";

type CustomerRow = typeof customers.$inferSelect;
type IdentityRow = typeof identities.$inferSelect;

/** Merges of merges end somewhere; a ring cannot come about, and would not be walked for ever. */
export const maxMergeSteps = 20;

/**
 * The customer of this id, or the one that it has been merged into.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function getCustomerOrThrow(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
): Promise<CustomerRow> {
  return followMerges(customerId, async (id) => {
    const [row] = await tx
      .select()
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, id)));
    return row;
  });
}

async function followMerges(
  customerId: string,
  read: (id: string) => Promise<CustomerRow | undefined>,
): Promise<CustomerRow> {
  let id = customerId;
  for (let step = 0; step < maxMergeSteps; step += 1) {
    const row = await read(id);
    if (!row) break;
    if (!row.mergedIntoId) return row;
    id = row.mergedIntoId;
  }
  throw new CustomerNotFound(toPublicId("customer", customerId));
}

/** The same, held until the commit, so that what is written of a customer waits for what else is. */
export async function lockCustomerOrThrow(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
): Promise<CustomerRow> {
  return followMerges(customerId, async (id) => {
    const [row] = await tx
      .select()
      .from(customers)
      .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, id)))
      .for("no key update");
    return row;
  });
}

export function toIdentity(row: IdentityRow): Identity {
  return {
    id: toPublicId("identity", row.id),
    kind: row.kind,
    value: row.value,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    verifiedBy: row.verifiedBy,
  };
}

/** Shop orders of the customer's verified phones and e-mails and those they have proved, newest first. */
export async function listShopOrdersOf(
  tx: Transaction,
  ctx: Ctx,
  customerId: string,
): Promise<CustomerShopOrder[]> {
  const workspaceId = ctx.workspace.id;
  const owned = (kind: "phone" | "email") => sql`
    select o.id from identities i join shop_orders o
      on o.workspace_id = i.workspace_id and o.${sql.identifier(kind)} = i.value
    where i.workspace_id = ${workspaceId}::uuid and i.customer_id = ${customerId}::uuid
      and i.kind = ${kind} and i.verified_at is not null`;
  const orders = await tx
    .select()
    .from(shopOrders)
    .where(
      and(
        eq(shopOrders.workspaceId, workspaceId),
        sql`${shopOrders.id} in (${owned("phone")} union ${owned("email")} union
          select p.shop_order_id from order_proofs p
          where p.workspace_id = ${workspaceId}::uuid and p.customer_id = ${customerId}::uuid)`,
      ),
    )
    .orderBy(desc(shopOrders.orderedAt), desc(shopOrders.id))
    .limit(shopOrderLimit);
  if (orders.length === 0) return [];
  const ids = orders.map((order) => order.id);
  const packages = await tx
    .select()
    .from(shopOrderPackages)
    .where(and(eq(shopOrderPackages.workspaceId, workspaceId), inArray(shopOrderPackages.shopOrderId, ids)))
    .orderBy(shopOrderPackages.id);
  const lines = await tx
    .select()
    .from(shopOrderLines)
    .where(and(eq(shopOrderLines.workspaceId, workspaceId), inArray(shopOrderLines.shopOrderId, ids)))
    .orderBy(shopOrderLines.id);
  return orders.map((order) => ({
    id: toPublicId("shopOrder", order.id),
    number: order.number,
    status: order.status,
    orderedAt: order.orderedAt.toISOString(),
    packages: packages
      .filter((parcel) => parcel.shopOrderId === order.id)
      .map(({ carrier, tracking, status, estimatedDelivery, deliveredAt }) => ({
        carrier,
        tracking,
        status,
        estimatedDelivery,
        deliveredAt: deliveredAt?.toISOString() ?? null,
      })),
    lines: lines
      .filter((line) => line.shopOrderId === order.id)
      .map(({ item, quantity, priceMinor, currency }) => ({
        item,
        quantity,
        priceMinor: priceMinor.toString(),
        currency,
      })),
  }));
}
