import { workspaceProcedure } from "@/server/trpc";
import { createTelegramLink, getTelegramLink, unlinkTelegram } from "./links";
import { NewTelegramLink, TelegramLink } from "./schemas";

export const getTelegramLinkProcedure = workspaceProcedure
  .output(TelegramLink)
  .query(({ ctx }) => getTelegramLink({ ctx }));

export const createTelegramLinkProcedure = workspaceProcedure
  .output(NewTelegramLink)
  .mutation(({ ctx }) => createTelegramLink({ ctx }));

export const unlinkTelegramProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .output(TelegramLink)
  .mutation(({ ctx }) => unlinkTelegram({ ctx }));
