import { router } from "@/server/trpc";
import {
  createEmbedProcedure,
  listEmbedsProcedure,
  previewWeeklyProcedure,
  revokeEmbedProcedure,
  sendWeeklyNowProcedure,
} from "./procedures";

export const reportsRouter = router({
  embeds: listEmbedsProcedure,
  createEmbed: createEmbedProcedure,
  revokeEmbed: revokeEmbedProcedure,
  previewWeekly: previewWeeklyProcedure,
  sendWeeklyNow: sendWeeklyNowProcedure,
});
