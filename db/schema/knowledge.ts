import { bigint, boolean, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** A question of customers and the workspace's answer. */
export const faqEntries = pgTable(
  "faq_entries",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    question: text("question").notNull(),
    answer: text("answer").notNull(),
    language: text("language").notNull(),
    tags: text("tags").array().notNull(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    version: bigint("version", { mode: "number" }).notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("faq_entries_updated").on(t.workspaceId, t.updatedAt),
  ],
);

/** A short fact of the workspace that answers may rest on: return window, address, free shipping from … */
export const workspaceFacts = pgTable(
  "workspace_facts",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    key: text("key").notNull(),
    value: text("value").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] })],
);
