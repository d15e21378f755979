import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { shopOrderPackages, shopOrders } from "@/db/schema";
import { normalisePhone } from "@/lib/phone/normalise-phone";
import { codeKey } from "@/lib/text/fold";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { withPackages } from "./internal";
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
  const { number, tracking, phones, ids, limit } = FindShopOrdersInput.parse(input);
  const workspaceId = ctx.workspace.id;
  const known = phones?.map((phone) => normalisePhone(phone)).filter((phone) => phone !== null);

  return inWorkspace(ctx, async (tx) => {
    const withTracking = tracking
      ? (
          await tx
            .select({ id: shopOrderPackages.shopOrderId })
            .from(shopOrderPackages)
            .where(
              and(
                eq(shopOrderPackages.workspaceId, workspaceId),
                inArray(shopOrderPackages.tracking, [...new Set([tracking.trim(), codeKey(tracking)])]),
              ),
            )
        ).map((row) => row.id)
      : null;
    if (withTracking?.length === 0 || known?.length === 0 || ids?.length === 0) return [];
    const rows = await tx
      .select()
      .from(shopOrders)
      .where(
        and(
          eq(shopOrders.workspaceId, workspaceId),
          number ? eq(shopOrders.numberFolded, codeKey(number)) : undefined,
          withTracking ? inArray(shopOrders.id, withTracking) : undefined,
          known ? inArray(shopOrders.phone, known) : undefined,
          ids ? inArray(shopOrders.id, ids) : undefined,
        ),
      )
      .orderBy(sql`${desc(shopOrders.orderedAt)} nulls last`)
      .limit(limit);
    return withPackages(tx, ctx, rows);
  });
}
