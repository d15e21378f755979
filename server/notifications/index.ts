import type { EventRule, LaterHandler } from "@/server/kernel";
import { botTrouble } from "./jobs/tell-bot-trouble";
import { coOwners } from "./jobs/tell-co-owners";
import { waiting } from "./jobs/tell-waiting";
import { mailJob, sendUnread } from "./sending/send-mail";
import { pushDeviceJob, pushJob, sendPush, sendPushToDevice } from "./sending/send-push";
import { sendTelegram, telegramJob } from "./sending/send-telegram";

export { countUnread } from "./count-unread";
export { addPushDevice, listPushDevices, pushPublicKey, removePushDevice } from "./devices/push-devices";
export * from "./errors";
export { forgetNotifications } from "./forget-notifications";
export { listNotifications } from "./list-notifications";
export { updateNotificationSettings } from "./notification-settings";
export { type Notice, notify } from "./notify";
export type { PushDevice } from "./schemas";
export { openWorkspace, readLocale } from "./sending/open-send";
export { listReportReaders } from "./sending/report-readers";
export { withdrawNotifications } from "./withdraw";

/** What is told when something has happened elsewhere. */
export const notificationRules: EventRule[] = [waiting.rule, botTrouble.rule, coOwners.rule];
export const notificationLaterHandlers: Record<string, LaterHandler> = {
  [waiting.job]: waiting.handler,
  [botTrouble.job]: botTrouble.handler,
  [coOwners.job]: coOwners.handler,
  [pushJob]: sendPush,
  [mailJob]: sendUnread,
  [pushDeviceJob]: sendPushToDevice,
  [telegramJob]: sendTelegram,
};
