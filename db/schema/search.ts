import { index, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import { oneOf, state, workspaceId } from "./columns";
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
