import { workspaceProcedure } from "@/server/trpc";
import { getShopOrder } from "./get-shop-order";
import { importShopOrders } from "./import-shop-orders";
import { getImportState } from "./import-state";
import { listShopOrders } from "./list-shop-orders";
import {
  GetShopOrderInput,
  ImportReport,
  ImportShopOrdersInput,
  ImportState,
  ListShopOrdersInput,
  ShopOrderDetail,
  ShopOrderPage,
} from "./schemas";

export const listShopOrdersProcedure = workspaceProcedure
  .input(ListShopOrdersInput)
  .output(ShopOrderPage)
  .query(({ ctx, input }) => listShopOrders({ ctx, input }));

export const getShopOrderProcedure = workspaceProcedure
  .input(GetShopOrderInput)
  .output(ShopOrderDetail)
  .query(({ ctx, input }) => getShopOrder({ ctx, input }));

export const importShopOrdersProcedure = workspaceProcedure
  .input(ImportShopOrdersInput)
  .output(ImportReport)
  .mutation(({ ctx, input }) => importShopOrders({ ctx, input }));

export const getImportStateProcedure = workspaceProcedure
  .output(ImportState)
  .query(({ ctx }) => getImportState({ ctx }));
