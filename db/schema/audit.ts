import { index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
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

/**
 * What the platform's operators did, kept for good: they are few, and what they do concerns others. Seen and written by
 * operators only; nobody who serves may change a row or take one away.
 */
export const platformAudit = pgTable(
  "platform_audit",
  {
    id: uuid("id").primaryKey(),
    at: instant("at").notNull(),
    /** The person, and the address or role that made them an operator then. */
    operatorId: uuid("operator_id").notNull(),
    operator: text("operator").notNull(),
    action: text("action").notNull(),
    /** The workspace that it concerns, where there is one; it may be erased since. */
    workspaceId: uuid("workspace_id"),
    workspaceName: text("workspace_name"),
    changes: jsonb("changes").$type<Record<string, { before?: unknown; after?: unknown }>>().notNull(),
    requestId: text("request_id").notNull(),
  },
  (t) => [index("platform_audit_newest").on(t.at.desc(), t.id.desc())],
);
