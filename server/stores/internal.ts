import { type SQL, sql } from "drizzle-orm";
import type { shopOrders } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import type { ShopOrderStatus } from "./rules";
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

type DetailRow = {
  id: string;
  number: string;
  ordered_at: string;
  customer_name: string;
  phone: string | null;
  email: string | null;
  status: ShopOrderStatus;
  updated_at: string;
  packages: {
    id: string;
    status: ShopOrderStatus;
    carrier: string | null;
    tracking: string | null;
    estimated_delivery: string | null;
    delivered_at: string | null;
  }[];
  lines: {
    package_id: string;
    item: string;
    sku: string | null;
    quantity: number;
    price_minor: string;
    currency: string;
  }[];
};

/**
 * Orders that meet a condition on `o`, the newest first, with packages and lines, in one statement: it stands in the
 * path of the agent's answers.
 */
export async function selectDetails(
  tx: Transaction,
  ctx: Ctx,
  input: { where: SQL; limit: number },
): Promise<ShopOrderDetail[]> {
  const w = ctx.workspace.id;
  const rows = await tx.execute<DetailRow>(sql`
    select o.id, o.number, o.ordered_at, o.customer_name, o.phone, o.email, o.status, o.updated_at,
      (select coalesce(jsonb_agg(to_jsonb(p) order by p.id), '[]') from shop_order_packages p
        where p.workspace_id = ${w}::uuid and p.shop_order_id = o.id) as packages,
      (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('price_minor', l.price_minor::text) order by l.id), '[]')
        from shop_order_lines l where l.workspace_id = ${w}::uuid and l.shop_order_id = o.id) as lines
    from shop_orders o where o.workspace_id = ${w}::uuid and ${input.where}
    order by o.ordered_at desc nulls last, o.id desc nulls last limit ${input.limit}`);
  return rows.map((row) => ({
    id: toPublicId("shopOrder", row.id),
    number: row.number,
    orderedAt: toIso(row.ordered_at),
    customerName: row.customer_name,
    phone: row.phone,
    email: row.email,
    status: row.status,
    updatedAt: toIso(row.updated_at),
    packages: row.packages.map((pack) => ({
      status: pack.status,
      carrier: pack.carrier,
      tracking: pack.tracking,
      estimatedDelivery: pack.estimated_delivery,
      deliveredAt: pack.delivered_at && toIso(pack.delivered_at),
      lines: row.lines
        .filter((line) => line.package_id === pack.id)
        .map(({ item, sku, quantity, price_minor: priceMinor, currency }) => ({
          item,
          sku,
          quantity,
          priceMinor,
          currency,
        })),
    })),
  }));
}

const toIso = (value: string): string => new Date(value).toISOString();
