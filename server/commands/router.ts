import { router } from "@/server/trpc";
import { createTelegramLinkProcedure, getTelegramLinkProcedure, unlinkTelegramProcedure } from "./procedures";

export const commandsRouter = router({
  link: getTelegramLinkProcedure,
  createLink: createTelegramLinkProcedure,
  unlink: unlinkTelegramProcedure,
});
