import { router } from "@/server/trpc";
import {
  connectTelegramBotProcedure,
  disconnectChannelProcedure,
  getBotHealthProcedure,
  getBotProfileProcedure,
  getChannelProcedure,
  getManagedRequestProcedure,
  getManagingBotProcedure,
  listChannelsProcedure,
  mendChannelProcedure,
  replaceBotTokenProcedure,
  requestManagedBotProcedure,
  saveBotProfileProcedure,
  setReplyPlanProcedure,
  updateChannelProcedure,
} from "./procedures";

export const channelsRouter = router({
  list: listChannelsProcedure,
  get: getChannelProcedure,
  health: getBotHealthProcedure,
  connectTelegramBot: connectTelegramBotProcedure,
  managingBot: getManagingBotProcedure,
  requestManagedBot: requestManagedBotProcedure,
  managedRequest: getManagedRequestProcedure,
  profile: getBotProfileProcedure,
  saveProfile: saveBotProfileProcedure,
  update: updateChannelProcedure,
  setReplyPlan: setReplyPlanProcedure,
  mend: mendChannelProcedure,
  replaceToken: replaceBotTokenProcedure,
  disconnect: disconnectChannelProcedure,
});
