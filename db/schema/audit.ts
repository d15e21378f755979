import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";

/** Who did what, partitioned by month (by hand in the migration). Personal values stand as keyed hashes. */
export const auditLog = pgTable(
  "audit_log",
  {
    workspaceId: workspaceId(),
    at: instant("at").notNull(),
    id: id(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    action: text("action").notNull(),
    entityId: text("entity_id").notNull(),
    changes: jsonb("changes").$type<Record<string, { before?: unknown; after?: unknown }>>().notNull(),
    requestId: text("request_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.at, t.id] })],
);
