import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { conversations } from "./conversations";
import { customers } from "./customers";
import { members } from "./members";

/** What members tell each other about a customer, in the thread and never to the customer. */
export const notes = pgTable(
  "notes",
  {
    workspaceId: workspaceId(),
    id: id(),
    conversationId: uuid("conversation_id").notNull(),
    customerId: uuid("customer_id").notNull(),
    memberId: uuid("member_id").notNull(),
    text: text("text").notNull(),
    createdAt: instant("created_at").notNull(),
    editedAt: instant("edited_at"),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("notes_customer").on(t.workspaceId, t.customerId, t.createdAt.desc()),
    foreignKey({
      name: "notes_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    foreignKey({
      name: "notes_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "notes_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);

/** Who is called by a note; the key gives a member's newest first, since ids are made in the order of time. */
export const noteMentions = pgTable(
  "note_mentions",
  {
    workspaceId: workspaceId(),
    memberId: uuid("member_id").notNull(),
    noteId: uuid("note_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.memberId, t.noteId] }),
    index("note_mentions_note").on(t.workspaceId, t.noteId),
    foreignKey({
      name: "note_mentions_member_fk",
      columns: [t.workspaceId, t.memberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "note_mentions_note_fk",
      columns: [t.workspaceId, t.noteId],
      foreignColumns: [notes.workspaceId, notes.id],
    }),
  ],
);
