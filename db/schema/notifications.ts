import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { people } from "./auth";
import { id, instant, oneOf, state, workspaceId } from "./columns";

export const notificationKinds = [
  "assigned",
  "mentioned",
  "waiting",
  "task-due",
  "sla-near",
  "bot-trouble",
  "invitation-accepted",
  "rating-low",
] as const;

export const notificationSends = ["sending", "sent", "failed", "unconfirmed"] as const;

export const notificationSubjects = ["conversation", "channel", "member", "customer", "task"] as const;

const ownPerson = () =>
  uuid("person_id")
    .notNull()
    .references(() => people.id);

/** What a person is told in a workspace. One row for one thing that happened (`key`), whoever tells it how often. */
export const notifications = pgTable(
  "notifications",
  {
    workspaceId: workspaceId(),
    id: id(),
    personId: ownPerson(),
    kind: state("kind", notificationKinds).notNull(),
    key: text("key").notNull(),
    subjectKind: state("subject_kind", notificationSubjects),
    subjectId: uuid("subject_id"),
    /** Where it leads, below the workspace's own address. */
    href: text("href").notNull(),
    /** Names and figures for its sentence; personal, and gone with the row. */
    params: jsonb("params").$type<Record<string, string | number>>().notNull(),
    /** False where the reader wants this kind by other ways only. */
    inPanel: boolean("in_panel").notNull().default(true),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
    /** It is not so any more, or a newer one says it: shown to nobody, and told by no way. */
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("notifications_key").on(t.workspaceId, t.personId, t.key),
    index("notifications_newest")
      .on(t.workspaceId, t.personId, t.id)
      .where(sql`in_panel and withdrawn_at is null`),
    index("notifications_unread")
      .on(t.workspaceId, t.personId)
      .where(sql`in_panel and read_at is null and withdrawn_at is null`),
    index("notifications_subject").on(t.workspaceId, t.subjectId).where(sql`subject_id is not null`),
    index("notifications_age").on(t.workspaceId, t.createdAt),
    oneOf("notifications_kind", t.kind, notificationKinds),
    oneOf("notifications_subject_kind", t.subjectKind, notificationSubjects),
  ],
);

/** How a person wants to be told in a workspace; what does not stand here is as the rules have it. */
export const notificationSettings = pgTable(
  "notification_settings",
  {
    workspaceId: workspaceId(),
    personId: ownPerson(),
    /** By kind, then by way: only what the person has changed. */
    ways: jsonb("ways").$type<Record<string, Record<string, boolean>>>().notNull(),
    /** Minutes after midnight in the workspace's zone; null where no hours are quiet. They may pass midnight. */
    quietFrom: smallint("quiet_from"),
    quietTo: smallint("quiet_to"),
    /** Names and notes stand in what leaves the panel (a lock screen, a chat, a mail), too. */
    showsNames: boolean("shows_names").notNull().default(false),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.personId] })],
);

/** What has left by a way, once for each target (a device), so that nothing is told twice. */
export const notificationDeliveries = pgTable(
  "notification_deliveries",
  {
    workspaceId: workspaceId(),
    notificationId: uuid("notification_id").notNull(),
    way: state("way", ["push", "telegram", "mail"]).notNull(),
    /** The device, by its id; of the other ways there is one. */
    target: text("target").notNull(),
    state: state("state", notificationSends).notNull(),
    /** Why it failed, in a word of ours. */
    reason: text("reason"),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.notificationId, t.way, t.target] }),
    foreignKey({
      name: "notification_deliveries_notification_fk",
      columns: [t.workspaceId, t.notificationId],
      foreignColumns: [notifications.workspaceId, notifications.id],
    }).onDelete("cascade"),
    oneOf("notification_deliveries_way", t.way, ["push", "telegram", "mail"]),
    oneOf("notification_deliveries_state", t.state, notificationSends),
  ],
);

/** A weekly report that has gone to a person: one for each week and way. */
export const weeklyReports = pgTable(
  "weekly_reports",
  {
    workspaceId: workspaceId(),
    personId: ownPerson(),
    /** The Monday that the week began with, in the workspace's zone: `2026-11-16`. */
    week: text("week").notNull(),
    way: state("way", ["telegram", "mail"]).notNull(),
    state: state("state", notificationSends).notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.personId, t.week, t.way] }),
    oneOf("weekly_reports_way", t.way, ["telegram", "mail"]),
    oneOf("weekly_reports_state", t.state, notificationSends),
  ],
);

/** A browser that a person lets notifications come to (RFC 8030), for as long as the session lives that asked for it. */
export const pushDevices = pgTable(
  "push_devices",
  {
    id: uuid("id").primaryKey(),
    personId: ownPerson(),
    sessionId: uuid("session_id").notNull(),
    /** Where the browser's own service takes messages. Of another person's session there, nothing is sent to it. */
    endpoint: text("endpoint").notNull(),
    /** What messages are encrypted for, in base64url. */
    p256dh: text("p256dh").notNull(),
    auth: text("auth").notNull(),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull(),
    lastSentAt: instant("last_sent_at"),
  },
  (t) => [uniqueIndex("push_devices_endpoint").on(t.personId, t.endpoint)],
);
