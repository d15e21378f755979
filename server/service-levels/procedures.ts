import { workspaceProcedure } from "@/server/trpc";
import { getServiceLevels } from "./get-service-levels";
import { ServiceLevels, SetServiceLevelsInput } from "./schemas";
import { setServiceLevels } from "./set-service-levels";

export const getServiceLevelsProcedure = workspaceProcedure
  .output(ServiceLevels)
  .query(({ ctx }) => getServiceLevels({ ctx }));

export const setServiceLevelsProcedure = workspaceProcedure
  .input(SetServiceLevelsInput)
  .output(ServiceLevels)
  .mutation(({ ctx, input }) => setServiceLevels({ ctx, input }));
