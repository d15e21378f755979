import { router } from "@/server/trpc";
import {
  getImportStateProcedure,
  getShopOrderProcedure,
  importShopOrdersProcedure,
  listShopOrdersProcedure,
} from "./procedures";

export const storesRouter = router({
  list: listShopOrdersProcedure,
  get: getShopOrderProcedure,
  import: importShopOrdersProcedure,
  importState: getImportStateProcedure,
});
