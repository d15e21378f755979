import { router } from "@/server/trpc";
import { getShopOrderProcedure, listShopOrdersProcedure } from "./procedures";

export const storesRouter = router({
  list: listShopOrdersProcedure,
  get: getShopOrderProcedure,
});
