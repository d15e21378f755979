import { workspaceProcedure } from "@/server/trpc";
import { getOrganisation } from "./get-organisation";
import { Organisation, UpdateOrganisationInput } from "./schemas";
import { updateOrganisation } from "./update-organisation";

export const getOrganisationProcedure = workspaceProcedure
  .output(Organisation)
  .query(({ ctx }) => getOrganisation({ ctx }));

export const updateOrganisationProcedure = workspaceProcedure
  .input(UpdateOrganisationInput)
  .output(Organisation)
  .mutation(({ ctx, input }) => updateOrganisation({ ctx, input }));
