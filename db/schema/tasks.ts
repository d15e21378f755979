import { sql } from "drizzle-orm";
import { date, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { conversations } from "./conversations";
import { customers } from "./customers";
import { members } from "./members";

/** What the team has promised itself to do about a customer. */
export const tasks = pgTable(
  "tasks",
  {
    workspaceId: workspaceId(),
    id: id(),
    customerId: uuid("customer_id").notNull(),
    /** The conversation it came from, where it came from one. */
    conversationId: uuid("conversation_id"),
    title: text("title").notNull(),
    /** Whose it is; null when it is anybody's. */
    assignedMemberId: uuid("assigned_member_id"),
    /** The calendar day and the time as they were written, by the workspace's clock. */
    dueDay: date("due_day", { mode: "string" }),
    dueTime: text("due_time"),
    /** From when on it is late: the time, or the end of the day. */
    dueAt: instant("due_at"),
    /** When its assignee is to hear of it. */
    remindAt: instant("remind_at"),
    /** When that was done; what keeps it from being told twice. */
    remindedAt: instant("reminded_at"),
    doneAt: instant("done_at"),
    doneBy: uuid("done_by"),
    deletedAt: instant("deleted_at"),
    createdBy: uuid("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("tasks_customer").on(t.workspaceId, t.customerId, t.id),
    index("tasks_open").on(t.workspaceId, t.dueAt, t.id).where(sql`done_at is null and deleted_at is null`),
    index("tasks_open_mine")
      .on(t.workspaceId, t.assignedMemberId, t.dueAt, t.id)
      .where(sql`done_at is null and deleted_at is null`),
    index("tasks_done")
      .on(t.workspaceId, t.doneAt.desc(), t.id.desc())
      .where(sql`done_at is not null and deleted_at is null`),
    foreignKey({
      name: "tasks_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "tasks_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    foreignKey({
      name: "tasks_assignee_fk",
      columns: [t.workspaceId, t.assignedMemberId],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "tasks_maker_fk",
      columns: [t.workspaceId, t.createdBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "tasks_done_by_fk",
      columns: [t.workspaceId, t.doneBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);
