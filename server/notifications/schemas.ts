import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { notificationKinds, notificationWays, weeklyWays } from "./rules";

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
  /** Names and notes stand in what leaves the panel, too. */
  showsNames: z.boolean(),
  /** By which ways the weekly report comes. */
  weekly: z.record(z.enum(weeklyWays), z.boolean()),
  /** What there is to be told by besides the panel. */
  reachable: z.object({ push: z.boolean(), telegram: z.boolean(), mail: z.boolean() }),
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
  showsNames: z.boolean().optional(),
  weekly: z.partialRecord(z.enum(weeklyWays), z.boolean()).optional(),
});
export type UpdateNotificationSettingsInput = z.input<typeof UpdateNotificationSettingsInput>;

/** As a browser's `PushSubscription` writes itself. */
export const PushSubscriptionInput = z.object({
  endpoint: z.url().max(1_000),
  keys: z.object({
    /** An uncompressed point of P-256. */
    p256dh: z.string().regex(/^B[\w-]{86}=?$/),
    /** 16 bytes. */
    auth: z.string().regex(/^[\w-]{22}={0,2}$/),
  }),
});
export type PushSubscriptionInput = z.input<typeof PushSubscriptionInput>;

export type PushDevice = {
  id: string;
  /** By which a browser knows its own subscription. */
  mark: string;
  browser: string | null;
  system: string | null;
  createdAt: string;
  lastSentAt: string | null;
};
