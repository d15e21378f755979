import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, workspaceId } from "./columns";

/** Claim table of the relay. An event is its ids; what says more has a row in `event_payloads`. */
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

export const eventPayloads = pgTable(
  "event_payloads",
  {
    workspaceId: workspaceId(),
    eventId: uuid("event_id").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.eventId] })],
);

/** A consumer records the event in the transaction of its own effect, so that a second delivery has none. */
export const consumedEvents = pgTable(
  "consumed_events",
  {
    workspaceId: workspaceId(),
    consumer: text("consumer").notNull(),
    eventId: uuid("event_id").notNull(),
    consumedAt: instant("consumed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.consumer, t.eventId] })],
);

/** Claim table of the one loop for what happens later, until the workflow engine stands. */
export const laterJobs = pgTable(
  "later_jobs",
  {
    workspaceId: workspaceId(),
    kind: text("kind").notNull(),
    /** What it is about: an id, or an hour in ISO form. */
    subject: text("subject").notNull(),
    /** Grows when asked for again meanwhile; the job ends only at the generation it was read at. */
    generation: bigint("generation", { mode: "number" }).notNull().default(1),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.kind, t.subject] }), index("later_jobs_due").on(t.dueAt)],
);
