import { bigint, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { conversations } from "./conversations";
import { members } from "./members";

/** What a member has begun to write to a conversation and not sent. */
export const replyDrafts = pgTable(
  "reply_drafts",
  {
    workspaceId: workspaceId(),
    memberId: uuid("member_id").notNull(),
    conversationId: uuid("conversation_id").notNull(),
    /** Empty when it was sent or taken away: the version goes on, so that a late writer is told. */
    text: text("text").notNull(),
    version: bigint("version", { mode: "number" }).notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.memberId, t.conversationId] }),
    foreignKey({
      name: "reply_drafts_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "reply_drafts_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
  ],
);
