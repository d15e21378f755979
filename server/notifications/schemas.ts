import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { notificationKinds, notificationWays } from "./rules";

export const notificationPageSize = 30;

export const Notification = z.object({
  id: z.string(),
  kind: z.enum(notificationKinds),
  /** Below the workspace's address. */
  href: z.string(),
  /** Names and figures of its sentence. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.iso.datetime(),
  isRead: z.boolean(),
});
export type Notification = z.infer<typeof Notification>;

export const NotificationPage = z.object({
  items: z.array(Notification),
  nextCursor: z.string().nullable(),
});
export type NotificationPage = z.infer<typeof NotificationPage>;

export const ListNotificationsInput = z.object({
  /** The last one of the page before. */
  cursor: publicId("notification").optional(),
  isUnread: z.boolean().default(false),
});
export type ListNotificationsInput = z.input<typeof ListNotificationsInput>;

/** A hundred stands for “more than ninety-nine”. */
export const UnreadCount = z.object({ unread: z.number().int().min(0).max(100) });
export type UnreadCount = z.infer<typeof UnreadCount>;

export const MarkNotificationsInput = z.object({
  which: z.discriminatedUnion("of", [
    z.object({ of: z.literal("these"), notificationIds: z.array(publicId("notification")).min(1).max(100) }),
    /** All that the reader has had before their eyes: this one and what is older. */
    z.object({ of: z.literal("upTo"), notificationId: publicId("notification") }),
    /** Whatever it was about this conversation: it is open now. */
    z.object({ of: z.literal("conversation"), conversationId: publicId("conversation") }),
  ]),
  isRead: z.boolean().default(true),
});
export type MarkNotificationsInput = z.input<typeof MarkNotificationsInput>;

const Minutes = z.number().int().min(0).max(1_439);

export const NotificationSettings = z.object({
  kinds: z.array(
    z.object({ kind: z.enum(notificationKinds), ways: z.record(z.enum(notificationWays), z.boolean()) }),
  ),
  /** Minutes after midnight in the workspace's zone; they may pass midnight. */
  quiet: z.object({ from: Minutes, to: Minutes }).nullable(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const UpdateNotificationSettingsInput = z.object({
  changes: z
    .array(z.object({ kind: z.enum(notificationKinds), way: z.enum(notificationWays), isOn: z.boolean() }))
    .max(100)
    .default([]),
  quiet: z
    .object({ from: Minutes, to: Minutes })
    .refine(({ from, to }) => from !== to, "Quiet hours need an end that is not their beginning.")
    .nullable()
    .optional(),
});
export type UpdateNotificationSettingsInput = z.input<typeof UpdateNotificationSettingsInput>;
