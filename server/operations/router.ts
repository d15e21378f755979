import { router } from "@/server/trpc";
import { getWaitingWorkProcedure, retryAllWaitingProcedure, retryWaitingProcedure } from "./procedures";

export const operationsRouter = router({
  waiting: getWaitingWorkProcedure,
  retry: retryWaitingProcedure,
  retryAll: retryAllWaitingProcedure,
});
