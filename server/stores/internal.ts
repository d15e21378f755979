import { and, eq, inArray } from "drizzle-orm";
import { shopOrderLines, shopOrderPackages, type shopOrders } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import type { ShopOrder, ShopOrderDetail } from "./schemas";

type Row = typeof shopOrders.$inferSelect;

export function toShopOrder(row: Row): ShopOrder {
  return {
    id: toPublicId("shopOrder", row.id),
    number: row.number,
    orderedAt: row.orderedAt.toISOString(),
    customerName: row.customerName,
    phone: row.phone,
    email: row.email,
    status: row.status,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The orders with their packages and lines, in the order given. */
export async function withPackages(
  tx: Transaction,
  ctx: Ctx,
  rows: readonly Row[],
): Promise<ShopOrderDetail[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [packages, lines] = await Promise.all([
    tx
      .select()
      .from(shopOrderPackages)
      .where(
        and(eq(shopOrderPackages.workspaceId, ctx.workspace.id), inArray(shopOrderPackages.shopOrderId, ids)),
      )
      .orderBy(shopOrderPackages.id),
    tx
      .select()
      .from(shopOrderLines)
      .where(and(eq(shopOrderLines.workspaceId, ctx.workspace.id), inArray(shopOrderLines.shopOrderId, ids)))
      .orderBy(shopOrderLines.id),
  ]);
  return rows.map((row) => ({
    ...toShopOrder(row),
    packages: packages
      .filter((pack) => pack.shopOrderId === row.id)
      .map((pack) => ({
        status: pack.status,
        carrier: pack.carrier,
        tracking: pack.tracking,
        estimatedDelivery: pack.estimatedDelivery,
        deliveredAt: pack.deliveredAt?.toISOString() ?? null,
        lines: lines
          .filter((line) => line.packageId === pack.id)
          .map(({ item, sku, quantity, priceMinor, currency }) => ({
            item,
            sku,
            quantity,
            priceMinor: priceMinor.toString(),
            currency,
          })),
      })),
  }));
}
