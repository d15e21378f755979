import { router } from "@/server/trpc";
import { retryDeliveryProcedure } from "./procedures";

export const deliveriesRouter = router({
  retry: retryDeliveryProcedure,
});
