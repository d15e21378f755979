import { sql } from "drizzle-orm";
import { codeKey } from "@/lib/text/fold";
import type { Transaction } from "@/server/kernel";

/** What of an order stands twice and does not agree. Sums in minor units, as decimal strings. */
export type OrderDifference = { orderId: string; what: string; stored: string; counted: string };

type Row = {
  id: string;
  number: string;
  number_folded: string;
  by_order: string;
  by_package: string;
  lines_by_order: string;
  lines_by_package: string;
  currencies: number;
  terms: number;
};

/**
 * Orders against their packages, lines and search words: the sum and number of an order's lines by the order that they name
 * and by their packages, one currency an order, the number as it is found by, and that it is found at all.
 */
export async function compareOrders(
  tx: Transaction,
  workspaceId: string,
  orderIds: readonly string[],
): Promise<OrderDifference[]> {
  const w = sql`${workspaceId}::uuid`;
  const rows = await tx.execute<Row>(sql`
    select o.id, o.number, o.number_folded, a.total::text as by_order, b.total::text as by_package,
      a.n::text as lines_by_order, b.n::text as lines_by_package, a.currencies, t.n as terms
    from unnest(string_to_array(${orderIds.join(",")}, ',')::uuid[]) wanted(id)
    cross join lateral (select * from shop_orders o where o.workspace_id = ${w} and o.id = wanted.id limit 1) o
    cross join lateral (
      select coalesce(sum(l.quantity * l.price_minor), 0) as total, count(*) as n, count(distinct l.currency)::int as currencies
      from shop_order_lines l where l.workspace_id = ${w} and l.shop_order_id = o.id) a
    cross join lateral (
      select coalesce(sum(l.quantity * l.price_minor), 0) as total, count(l.id) as n
      from shop_order_packages p
      join shop_order_lines l on l.workspace_id = p.workspace_id and l.package_id = p.id and l.shop_order_id = p.shop_order_id
      where p.workspace_id = ${w} and p.shop_order_id = o.id) b
    cross join lateral (
      select count(*)::int as n from (
        select 1 from terms t where t.workspace_id = ${w} and t.kind = 'shop_order' and t.row_id = o.id limit 1) one) t`);
  return rows.flatMap((row) => {
    const differ = (what: string, stored: string, counted: string): OrderDifference[] =>
      stored === counted ? [] : [{ orderId: row.id, what, stored, counted }];
    return [
      ...differ("sum", row.by_order, row.by_package),
      ...differ("lines", row.lines_by_order, row.lines_by_package),
      ...(row.currencies > 1 ? differ("currencies", "1", String(row.currencies)) : []),
      // A folded number holds no customer's word, only whether it is the same.
      ...differ("number", "1", row.number_folded === codeKey(row.number) ? "1" : "0"),
      ...differ("words", "1", String(row.terms)),
    ];
  });
}
