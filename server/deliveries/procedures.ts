import { workspaceProcedure } from "@/server/trpc";
import { retryDelivery } from "./retry-delivery";
import { Delivery, RetryDeliveryInput } from "./schemas";

export const retryDeliveryProcedure = workspaceProcedure
  .input(RetryDeliveryInput)
  .output(Delivery)
  .mutation(({ ctx, input }) => retryDelivery({ ctx, input }));
