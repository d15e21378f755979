import { router } from "@/server/trpc";
import { getSatisfactionProcedure, listRatingsProcedure, setSatisfactionProcedure } from "./procedures";

export const satisfactionRouter = router({
  get: getSatisfactionProcedure,
  set: setSatisfactionProcedure,
  ratings: listRatingsProcedure,
});
