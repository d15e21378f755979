import { router } from "@/server/trpc";
import { liftSuppressionProcedure, listHeldBackProcedure, listMailsProcedure } from "./procedures";

export const mailRouter = router({
  list: listMailsProcedure,
  heldBack: listHeldBackProcedure,
  lift: liftSuppressionProcedure,
});
