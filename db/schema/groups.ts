import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { channels } from "./channels";
import { id, instant, oneOf, state, workspaceId } from "./columns";

export const groupKinds = ["group", "supergroup", "channel"] as const;
/** What a bot or a person is in a group, in the platform's words (`ChatMember.status`). */
export const groupStatuses = ["creator", "administrator", "member", "restricted", "left", "kicked"] as const;
export const groupEventKinds = [
  "bot_added",
  "bot_left",
  "bot_removed",
  "rights_gained",
  "rights_lost",
  "renamed",
  "photo_changed",
  "migrated",
  "member_joined",
  "member_left",
  "member_removed",
  "member_promoted",
  "member_restricted",
] as const;

/** What an event of a group tells beside its kind. */
export type GroupEventDetails = { rights?: string[]; title?: string; before?: string; inviteLink?: string };

/** A Telegram group, supergroup or channel that a bot of the workspace is or was in. */
export const groups = pgTable(
  "groups",
  {
    workspaceId: workspaceId(),
    id: id(),
    channelId: uuid("channel_id").notNull(),
    /** The platform's id; a new one after the migration to a supergroup. */
    chatId: text("chat_id").notNull(),
    /** The id before the migration: what still comes under it belongs here. */
    formerChatId: text("former_chat_id"),
    kind: state("kind", groupKinds).notNull(),
    title: text("title").notNull(),
    username: text("username"),
    /** What the bot is there. */
    botStatus: state("bot_status", groupStatuses).notNull(),
    /** The administrator's rights that the bot has, in the platform's words (`can_restrict_members`). */
    rights: jsonb("rights").$type<string[]>().notNull().default([]),
    /** Rights it had and has no more, until they are given back or a member has seen it. */
    lostRights: jsonb("lost_rights").$type<string[]>().notNull().default([]),
    /** When it lost them, or its place. */
    troubledAt: instant("troubled_at"),
    /** As the platform counted at `checked_at`; the roster holds only those whom the bot has seen. */
    memberCount: integer("member_count"),
    checkedAt: instant("checked_at"),
    /** Why the last check failed, a code. */
    checkError: text("check_error"),
    lastMessageAt: instant("last_message_at"),
    version: bigint("version", { mode: "number" }).notNull().default(1),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("groups_chat").on(t.workspaceId, t.channelId, t.chatId),
    index("groups_former_chat")
      .on(t.workspaceId, t.channelId, t.formerChatId)
      .where(sql`former_chat_id is not null`),
    foreignKey({
      name: "groups_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    oneOf("groups_kind", t.kind, groupKinds),
    oneOf("groups_bot_status", t.botStatus, groupStatuses),
  ],
);

/** Who is in a group, as far as the bot was told: a bot cannot ask for the list. */
export const groupMembers = pgTable(
  "group_members",
  {
    workspaceId: workspaceId(),
    groupId: uuid("group_id").notNull(),
    /** The platform's id of the person. */
    userId: text("user_id").notNull(),
    displayName: text("display_name").notNull(),
    username: text("username"),
    isBot: boolean("is_bot").notNull(),
    status: state("status", groupStatuses).notNull(),
    /** The link by which the person came, where the platform told. */
    inviteLink: text("invite_link"),
    changedAt: instant("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.groupId, t.userId] }),
    foreignKey({
      name: "group_members_group_fk",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    oneOf("group_members_status", t.status, groupStatuses),
  ],
);

/** What was said in a group; never a conversation. */
export const groupMessages = pgTable(
  "group_messages",
  {
    workspaceId: workspaceId(),
    groupId: uuid("group_id").notNull(),
    /** The chat it was said in: after a migration the numbers begin anew. */
    chatId: text("chat_id").notNull(),
    providerMessageId: bigint("provider_message_id", { mode: "number" }).notNull(),
    /** The forum topic, where the group has topics. */
    threadId: text("thread_id"),
    /** Null for what was said in the name of a channel or of the group itself. */
    userId: text("user_id"),
    senderName: text("sender_name").notNull(),
    kind: text("kind").notNull(),
    text: text("text").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>(),
    sentAt: instant("sent_at").notNull(),
    editedAt: instant("edited_at"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.groupId, t.chatId, t.providerMessageId] }),
    index("group_messages_sent").on(t.workspaceId, t.groupId, t.sentAt),
    foreignKey({
      name: "group_messages_group_fk",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
  ],
);

/** What happened to a group and to the bot in it. */
export const groupEvents = pgTable(
  "group_events",
  {
    workspaceId: workspaceId(),
    id: id(),
    groupId: uuid("group_id").notNull(),
    kind: state("kind", groupEventKinds).notNull(),
    /** Who did it, and whom it concerned, by name. */
    actorName: text("actor_name"),
    subjectName: text("subject_name"),
    details: jsonb("details").$type<GroupEventDetails>(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("group_events_group").on(t.workspaceId, t.groupId, t.at),
    foreignKey({
      name: "group_events_group_fk",
      columns: [t.workspaceId, t.groupId],
      foreignColumns: [groups.workspaceId, groups.id],
    }),
    oneOf("group_events_kind", t.kind, groupEventKinds),
  ],
);
