import { and, eq } from "drizzle-orm";
import { shopOrders } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { ShopOrderNotFound } from "./errors";
import { withPackages } from "./internal";
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
    const rows = await tx
      .select()
      .from(shopOrders)
      .where(and(eq(shopOrders.workspaceId, ctx.workspace.id), eq(shopOrders.id, shopOrderId)));
    const [order] = await withPackages(tx, ctx, rows);
    if (!order) throw new ShopOrderNotFound({ shopOrderId: toPublicId("shopOrder", shopOrderId) });
    return order;
  });
}
