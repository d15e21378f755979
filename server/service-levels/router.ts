import { router } from "@/server/trpc";
import { getServiceLevelsProcedure, setServiceLevelsProcedure } from "./procedures";

export const serviceLevelsRouter = router({
  get: getServiceLevelsProcedure,
  set: setServiceLevelsProcedure,
});
