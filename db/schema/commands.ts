import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { channels } from "./channels";
import { id, instant, workspaceId } from "./columns";
import { members } from "./members";

/** The Telegram account of a member: what it commands is done as that member. */
export const memberLinks = pgTable(
  "member_links",
  {
    workspaceId: workspaceId(),
    id: id(),
    memberId: uuid("member_id").notNull(),
    telegramUserId: text("telegram_user_id").notNull(),
    /** As Telegram calls the account. */
    accountName: text("account_name").notNull(),
    /** Of the interface's four. */
    language: text("language").notNull(),
    /** The bot that it was linked through, which may write to it. */
    channelId: uuid("channel_id").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("member_links_member").on(t.workspaceId, t.memberId),
    uniqueIndex("member_links_account").on(t.workspaceId, t.telegramUserId),
    foreignKey({
      name: "member_links_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "member_links_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
  ],
);

/** A link that makes a Telegram account a member's, once. */
export const memberLinkTokens = pgTable(
  "member_link_tokens",
  {
    workspaceId: workspaceId(),
    tokenHash: text("token_hash").notNull(),
    memberId: uuid("member_id").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.tokenHash] }),
    index("member_link_tokens_member").on(t.workspaceId, t.memberId),
  ],
);

/** What a linked member sent or pressed, as it came; done by a later job and taken away then. */
export const memberCommands = pgTable(
  "member_commands",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    updateId: bigint("update_id", { mode: "number" }).notNull(),
    update: jsonb("update").$type<Record<string, unknown>>().notNull(),
    receivedAt: instant("received_at").notNull(),
    doneAt: instant("done_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.channelId, t.updateId] })],
);

/** A question of ours whose answer is a reply to a customer. */
export const memberPrompts = pgTable(
  "member_prompts",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    telegramUserId: text("telegram_user_id").notNull(),
    /** The platform's id of the question. */
    providerMessageId: text("provider_message_id").notNull(),
    conversationId: uuid("conversation_id").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "member_prompts_pk",
      columns: [t.workspaceId, t.channelId, t.telegramUserId, t.providerMessageId],
    }),
  ],
);
