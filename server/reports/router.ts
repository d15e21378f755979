import { router } from "@/server/trpc";
import { createEmbedProcedure, listEmbedsProcedure, revokeEmbedProcedure } from "./procedures";

export const reportsRouter = router({
  embeds: listEmbedsProcedure,
  createEmbed: createEmbedProcedure,
  revokeEmbed: revokeEmbedProcedure,
});
