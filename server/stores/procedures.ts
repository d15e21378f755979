import { workspaceProcedure } from "@/server/trpc";
import { getShopOrder } from "./get-shop-order";
import { listShopOrders } from "./list-shop-orders";
import { GetShopOrderInput, ListShopOrdersInput, ShopOrderDetail, ShopOrderPage } from "./schemas";

export const listShopOrdersProcedure = workspaceProcedure
  .input(ListShopOrdersInput)
  .output(ShopOrderPage)
  .query(({ ctx, input }) => listShopOrders({ ctx, input }));

export const getShopOrderProcedure = workspaceProcedure
  .input(GetShopOrderInput)
  .output(ShopOrderDetail)
  .query(({ ctx, input }) => getShopOrder({ ctx, input }));
