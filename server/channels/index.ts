export { acknowledgeCallback } from "./acknowledge-callback";
export { connectTelegramBot } from "./connect-telegram-bot";
export { countBrokenChannels } from "./count-broken-channels";
export { disconnectChannel } from "./disconnect-channel";
export * from "./errors";
export { getChannel } from "./get-channel";
export { listChannels } from "./list-channels";
export { createPollingLoop, type PollingOptions } from "./polling-loop";
export { registerWebhooks } from "./register-webhooks";
export { replaceBotToken } from "./replace-bot-token";
export { countOldSecrets, type Resealed, resealSecrets } from "./reseal-secrets";
export type { Channel, ChannelDetail, ConnectTelegramBotInput, UpdateChannelInput } from "./schemas";
export { findSendingChannel, forgetSendingChannel, type SendingChannel } from "./sending-channel";
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
