import { sql } from "drizzle-orm";
import {
  boolean,
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
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.personId] })],
);
