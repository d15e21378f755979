import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { createEmbed } from "./create-embed";
import { listEmbeds } from "./list-embeds";
import { revokeEmbed } from "./revoke-embed";
import { CreateEmbedInput, Embed, NewEmbed, RevokeEmbedInput, SentReport, WeeklyPreview } from "./schemas";
import { previewWeeklyReport, sendWeeklyReportNow } from "./weekly/own-report";

export const listEmbedsProcedure = workspaceProcedure
  .output(z.array(Embed))
  .query(({ ctx }) => listEmbeds({ ctx }));

export const createEmbedProcedure = workspaceProcedure
  .input(CreateEmbedInput)
  .output(NewEmbed)
  .mutation(({ ctx, input }) => createEmbed({ ctx, input }));

export const revokeEmbedProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(RevokeEmbedInput)
  .output(Embed)
  .mutation(({ ctx, input }) => revokeEmbed({ ctx, input }));

export const previewWeeklyProcedure = workspaceProcedure
  .output(WeeklyPreview)
  .query(({ ctx }) => previewWeeklyReport({ ctx }));

export const sendWeeklyNowProcedure = workspaceProcedure
  .output(SentReport)
  .mutation(({ ctx }) => sendWeeklyReportNow({ ctx }));
