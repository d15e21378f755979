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
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { conversations } from "./conversations";
import { workspaces } from "./workspaces";

/** Whether customers are asked how they were served, and how often one of them at most; one row a workspace that has said. */
export const satisfactionSettings = pgTable("satisfaction_settings", {
  workspaceId: uuid("workspace_id")
    .primaryKey()
    .references(() => workspaces.id),
  isOn: boolean("is_on").notNull(),
  /** A customer who was asked is not asked again for so many days. */
  pauseDays: integer("pause_days").notNull(),
  /** Bots that do not ask. */
  silentChannels: jsonb("silent_channels").$type<string[]>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/** The question after a conversation's end, and what the customer said; one a conversation. */
export const ratings = pgTable(
  "ratings",
  {
    workspaceId: workspaceId(),
    id: id(),
    conversationId: uuid("conversation_id").notNull(),
    channelId: uuid("channel_id").notNull(),
    customerId: uuid("customer_id").notNull(),
    addressId: uuid("address_id").notNull(),
    /** Who had the conversation when it was closed; null where the agent did it alone. */
    memberId: uuid("member_id"),
    /** The message that asks. */
    messageId: uuid("message_id"),
    language: text("language").notNull(),
    askedAt: instant("asked_at").notNull(),
    /** 1 to 5; null until the customer has pressed. */
    score: smallint("score"),
    ratedAt: instant("rated_at"),
    /** When it was changed, which is possible once. */
    changedAt: instant("changed_at"),
    /** When the customer asked to write a comment: what comes within an hour is it. */
    invitedAt: instant("invited_at"),
    comment: text("comment"),
    commentedAt: instant("commented_at"),
    /** The update that brought the comment: told again, it is no new message. */
    commentUpdateId: bigint("comment_update_id", { mode: "number" }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("ratings_conversation").on(t.workspaceId, t.conversationId),
    index("ratings_customer").on(t.workspaceId, t.customerId, t.askedAt.desc()),
    index("ratings_asked").on(t.workspaceId, t.askedAt),
    index("ratings_rated").on(t.workspaceId, t.ratedAt).where(sql`rated_at is not null`),
    index("ratings_invited").on(t.workspaceId, t.channelId, t.invitedAt).where(sql`invited_at is not null`),
    foreignKey({
      name: "ratings_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
  ],
);
