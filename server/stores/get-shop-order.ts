import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { ShopOrderNotFound } from "./errors";
import { selectDetails } from "./internal";
import { GetShopOrderInput, type ShopOrderDetail } from "./schemas";

/**
 * One shop order with its packages and lines.
 *
 * @throws ShopOrderNotFound no such order in this workspace
 */
export async function getShopOrder({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: GetShopOrderInput;
}): Promise<ShopOrderDetail> {
  requirePermission(ctx, "shopOrder.get");
  const { shopOrderId } = GetShopOrderInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const [order] = await selectDetails(tx, ctx, { where: sql`o.id = ${shopOrderId}::uuid`, limit: 1 });
    if (!order) throw new ShopOrderNotFound({ shopOrderId: toPublicId("shopOrder", shopOrderId) });
    return order;
  });
}
