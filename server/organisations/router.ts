import { router } from "@/server/trpc";
import { getOrganisationProcedure, updateOrganisationProcedure } from "./procedures";

export const organisationsRouter = router({
  get: getOrganisationProcedure,
  update: updateOrganisationProcedure,
});
