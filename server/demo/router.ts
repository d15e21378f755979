import { router } from "@/server/trpc";
import {
  clearDemoProcedure,
  exploreDemoProcedure,
  getDemoProgressProcedure,
  makeDemoAgainProcedure,
} from "./procedures";

export const demoRouter = router({
  progress: getDemoProgressProcedure,
  explore: exploreDemoProcedure,
  clear: clearDemoProcedure,
  makeAgain: makeDemoAgainProcedure,
});
