import { type SQL, sql } from "drizzle-orm";
import { normalisePhone } from "@/lib/phone/normalise-phone";
import { codeKey } from "@/lib/text/fold";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { selectDetails } from "./internal";
import { FindShopOrdersInput, type ShopOrderDetail } from "./schemas";

/**
 * Shop orders by number, tracking number, phone or id, as people type them; the newest first. Whoever tells a
 * customer about one has proved first that it is theirs: this verb only looks.
 */
export async function findShopOrders({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: FindShopOrdersInput;
}): Promise<ShopOrderDetail[]> {
  requirePermission(ctx, "shopOrder.find");
  const { numbers, codes, phones, ids, orderedAfter, limit } = FindShopOrdersInput.parse(input);
  const known = phones?.map((phone) => normalisePhone(phone)).filter((phone) => phone !== null);
  if ([numbers, codes, known, ids].some((criterion) => criterion?.length === 0)) return [];

  const conditions: SQL[] = [];
  if (numbers) conditions.push(sql`o.number_folded in ${numbers.map(codeKey)}`);
  if (codes) {
    const keys = [...new Set(codes.map(codeKey))];
    const trackings = [...new Set([...codes.map((code) => code.trim()), ...keys])];
    const digits = keys.filter((key) => /^\d{4,}$/.test(key));
    // Probes by index; a condition on one or the other would read every order.
    conditions.push(sql`o.id in (
      select id from shop_orders where workspace_id = ${ctx.workspace.id}::uuid and number_folded in ${keys}
      union select shop_order_id from shop_order_packages
      where workspace_id = ${ctx.workspace.id}::uuid and tracking in ${trackings}
      ${digits.length > 0 ? byDigits(ctx.workspace.id, digits) : sql``})`);
  }
  if (known) conditions.push(sql`o.phone in ${known}`);
  if (ids) conditions.push(sql`o.id in ${ids}`);
  if (orderedAfter) conditions.push(sql`o.ordered_at > ${orderedAfter.toISOString()}::timestamptz`);
  return inWorkspace(ctx, (tx) => selectDetails(tx, ctx, { where: sql.join(conditions, sql` and `), limit }));
}

/** Many write the digits of a number alone: "1042" for "TY-1042". They stand among the search terms. */
const byDigits = (workspaceId: string, digits: readonly string[]): SQL =>
  sql`union select row_id from terms
      where workspace_id = ${workspaceId}::uuid and kind = 'shop_order' and term in ${digits}`;
