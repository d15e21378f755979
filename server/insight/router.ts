import { router } from "@/server/trpc";
import {
  getActivationProcedure,
  getCustomerReportProcedure,
  getFiguresProcedure,
  listFigureRowsProcedure,
} from "./procedures";

export const insightRouter = router({
  figures: getFiguresProcedure,
  customers: getCustomerReportProcedure,
  activation: getActivationProcedure,
  rows: listFigureRowsProcedure,
});
