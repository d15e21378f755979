import { bigint, index, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** What a term points at. */
export const termKinds = ["customer", "shop_order"] as const;

/**
 * The search index of a workspace: probed by equality and prefix range only, because under row security
 * no full-text, trigram or array operator reaches an index. `term` sorts bytewise (COLLATE "C" in the migration).
 */
export const terms = pgTable(
  "terms",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    kind: state("kind", termKinds).notNull(),
    term: text("term").notNull(),
    rowId: uuid("row_id").notNull(),
    weight: real("weight").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.term, t.rowId] }),
    index("terms_row").on(t.workspaceId, t.kind, t.rowId),
    oneOf("terms_kind", t.kind, termKinds),
  ],
);

/**
 * Which words were written when and in which message: one row a word of a message, newest first down each word. `at` is
 * the message's `created_at`. `term` sorts bytewise, as above. Written behind the message by a loop, without a foreign
 * key to check for each word.
 */
export const messageTerms = pgTable(
  "message_terms",
  {
    workspaceId: workspaceId(),
    term: text("term").notNull(),
    at: instant("at").notNull(),
    messageId: uuid("message_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.term, t.at, t.messageId] })],
);

/** Claim table: messages whose words are not in `message_terms` as they stand. Triggers of `messages` write it. */
export const messageIndexQueue = pgTable(
  "message_index_queue",
  {
    workspaceId: workspaceId(),
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity(),
    messageId: uuid("message_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);
