import { router } from "@/server/trpc";
import {
  countUnreadProcedure,
  getNotificationSettingsProcedure,
  keepDeviceProcedure,
  listNotificationsProcedure,
  markNotificationsProcedure,
  updateNotificationSettingsProcedure,
} from "./procedures";

export const notificationsRouter = router({
  list: listNotificationsProcedure,
  unread: countUnreadProcedure,
  mark: markNotificationsProcedure,
  settings: getNotificationSettingsProcedure,
  updateSettings: updateNotificationSettingsProcedure,
  keepDevice: keepDeviceProcedure,
});
