export { acknowledgeCallback } from "./acknowledge-callback";
export { connectTelegramBot } from "./connect-telegram-bot";
export { countBrokenChannels } from "./count-broken-channels";
export { disconnectChannel } from "./disconnect-channel";
export * from "./errors";
export { getChannel } from "./get-channel";
export {
  type ChannelPlace,
  countCall,
  countReceived,
  createCounterLoop,
  flushCounts,
} from "./health/counters";
export { lookAtChannel } from "./health/look-at-channel";
export { mendChannel } from "./health/mend-channel";
export { tellTrouble } from "./health/tell-trouble";
export { reportRefusedToken, tellTroubleJob } from "./health/troubles";
export { watchWorkflow } from "./health/watcher";
export { listChannels } from "./list-channels";
export { platformTarget } from "./managed/platform-bot";
export { platformLaterHandlers, schedulePlatformPoll } from "./managed/platform-updates";
export { requestManagedBot } from "./managed/request-managed-bot";
export { createPollingLoop, type PollingOptions } from "./polling-loop";
export { sendProfileJob, sendProfileLater } from "./profile/send-profile";
export { registerWebhooks } from "./register-webhooks";
export { replaceBotToken } from "./replace-bot-token";
export { replyModeAt } from "./reply-mode-at";
export { countOldSecrets, type Resealed, resealSecrets } from "./reseal-secrets";
export type { Channel, ChannelDetail, ConnectTelegramBotInput, UpdateChannelInput } from "./schemas";
export { findMemberLink, type MemberLink, sendToMember } from "./send-to-member";
export { findSendingChannel, forgetSendingChannel, type SendingChannel } from "./sending-channel";
export { setReplyPlan } from "./set-reply-plan";
export {
  type BotApiParams,
  BotApiRefusal,
  type BotApiTarget,
  BotApiUnreachable,
  callBotApi,
  callBotApiWithFiles,
} from "./telegram/bot-api";
export { BotFileTooLarge, downloadBotFile } from "./telegram/download-file";
export type { FilePart } from "./telegram/multipart";
export { updateChannel } from "./update-channel";
