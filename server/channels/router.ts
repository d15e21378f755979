import { router } from "@/server/trpc";
import {
  connectTelegramBotProcedure,
  disconnectChannelProcedure,
  getChannelProcedure,
  listChannelsProcedure,
  replaceBotTokenProcedure,
  updateChannelProcedure,
} from "./procedures";

export const channelsRouter = router({
  list: listChannelsProcedure,
  get: getChannelProcedure,
  connectTelegramBot: connectTelegramBotProcedure,
  update: updateChannelProcedure,
  replaceToken: replaceBotTokenProcedure,
  disconnect: disconnectChannelProcedure,
});
