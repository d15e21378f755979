import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** A question of customers and the workspace's answer. */
export const faqEntries = pgTable(
  "faq_entries",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    question: text("question").notNull(),
    /** Other ways in which customers ask the same. */
    alternatives: text("alternatives").array().notNull().default([]),
    answer: text("answer").notNull(),
    language: text("language").notNull(),
    tags: text("tags").array().notNull(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    /** Entries that look alike and ask something else, as a member has said. */
    distinctFrom: uuid("distinct_from").array().notNull().default([]),
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

/** Words that a workspace means the same by; one language or several together. */
export const synonymGroups = pgTable(
  "synonym_groups",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    words: text("words").array().notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** What was measured on a workspace's own entries; the scores are those of the ranking, 0–1. */
export type StoredCalibration = {
  /** Of which revision of the knowledge. */
  revision: string | null;
  /** From here on a passage answers, and from here on it is worth offering. */
  answerFrom: number;
  askFrom: number;
  /** Own questions asked, and strange ones. */
  ownQuestions: number;
  strangeQuestions: number;
  /** Shares at `answerFrom`: own questions answered rightly, own questions answered wrongly, strange ones answered. */
  answered: number;
  wrong: number;
  strangeAnswered: number;
  measuredAt: string;
};

/** One row a workspace: which revision of its knowledge is the newest, and how surely it is searched. */
export const knowledgeStates = pgTable("knowledge_states", {
  workspaceId: workspaceId()
    .primaryKey()
    .references(() => workspaces.id),
  /** Anew with every change of entries, facts or synonyms. */
  revision: uuid("revision").notNull(),
  calibration: jsonb("calibration").$type<StoredCalibration>(),
});
