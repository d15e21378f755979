import type { EventRule, LaterHandler } from "@/server/kernel";
import { botTrouble } from "./jobs/tell-bot-trouble";
import { waiting } from "./jobs/tell-waiting";

export { countUnread } from "./count-unread";
export * from "./errors";
export { forgetNotifications } from "./forget-notifications";
export { listNotifications } from "./list-notifications";
export { updateNotificationSettings } from "./notification-settings";
export { type Notice, notify } from "./notify";
export { withdrawNotifications } from "./withdraw";

/** What is told when something has happened elsewhere. */
export const notificationRules: EventRule[] = [waiting.rule, botTrouble.rule];
export const notificationLaterHandlers: Record<string, LaterHandler> = {
  [waiting.job]: waiting.handler,
  [botTrouble.job]: botTrouble.handler,
};
