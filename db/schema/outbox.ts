import { bigint, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";

/** Claim table of the relay. An event is its ids: whoever acts on it reads the rows under row security. */
export const outbox = pgTable(
  "outbox",
  {
    workspaceId: workspaceId(),
    id: id(),
    name: text("name").notNull(),
    /** Order holds per aggregate. */
    aggregateId: uuid("aggregate_id").notNull(),
    version: bigint("version", { mode: "number" }).notNull().default(0),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    schemaVersion: smallint("schema_version").notNull().default(1),
    occurredAt: instant("occurred_at").notNull(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index("outbox_due").on(t.dueAt, t.id)],
);

/**
 * What is to happen later, each once however often it is asked for: when it is due it becomes the event of a workflow that is
 * named as its kind, and is asked for anew from then on.
 */
export const laterJobs = pgTable(
  "later_jobs",
  {
    workspaceId: workspaceId(),
    kind: text("kind").notNull(),
    /** What it is about: an id, or an hour in ISO form. */
    subject: text("subject").notNull(),
    dueAt: instant("due_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.kind, t.subject] }), index("later_jobs_due").on(t.dueAt)],
);
