import { z } from "zod";
import { requirePermission } from "@/server/kernel";
import { workspaceProcedure } from "@/server/trpc";
import { countUnread } from "./count-unread";
import { addPushDevice } from "./devices/push-devices";
import { listNotifications } from "./list-notifications";
import { markNotifications } from "./mark-notifications";
import { getNotificationSettings, updateNotificationSettings } from "./notification-settings";
import {
  ListNotificationsInput,
  MarkNotificationsInput,
  NotificationPage,
  NotificationSettings,
  PushSubscriptionInput,
  UnreadCount,
  UpdateNotificationSettingsInput,
} from "./schemas";

export const listNotificationsProcedure = workspaceProcedure
  .input(ListNotificationsInput)
  .output(NotificationPage)
  .query(({ ctx, input }) => listNotifications({ ctx, input }));

export const countUnreadProcedure = workspaceProcedure
  .output(UnreadCount)
  .query(({ ctx }) => countUnread({ ctx }));

export const markNotificationsProcedure = workspaceProcedure
  .input(MarkNotificationsInput)
  .output(UnreadCount)
  .mutation(({ ctx, input }) => markNotifications({ ctx, input }));

export const getNotificationSettingsProcedure = workspaceProcedure
  .output(NotificationSettings)
  .query(({ ctx }) => getNotificationSettings({ ctx }));

export const updateNotificationSettingsProcedure = workspaceProcedure
  .input(UpdateNotificationSettingsInput)
  .output(NotificationSettings)
  .mutation(({ ctx, input }) => updateNotificationSettings({ ctx, input }));

/** A browser that was allowed before, and whose person has signed in anew. */
export const keepDeviceProcedure = workspaceProcedure
  .input(PushSubscriptionInput)
  .output(z.object({ isKept: z.literal(true) }))
  .mutation(async ({ ctx, input }) => {
    requirePermission(ctx, "notification.configure");
    await addPushDevice({ session: ctx.session, request: ctx.request, input });
    return { isKept: true };
  });
