import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";

/*
 * What the embedded executor of workflows keeps. Values are `json` and not `jsonb`, which would sort their keys and
 * refuses U+0000. Work that belongs to no workspace stands under the platform's id, so nothing here refers to a
 * workspace; the verb that erases one takes these rows with it.
 */

/** What starts runs. The payload is what the sender said; who sent it and in which form stands beside it. */
export const workflowEvents = pgTable(
  "workflow_events",
  {
    workspaceId: workspaceId(),
    id: id(),
    name: text("name").notNull(),
    data: json("data").$type<unknown>().notNull(),
    version: integer("version").notNull(),
    /** A sender's own name for it: a second one with the same name starts nothing. */
    key: text("key").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    /** The functions whose runs led to it, the first one first: where it grows too long, events go round. */
    chain: text("chain").array().notNull(),
    occurredAt: instant("occurred_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("workflow_events_key").on(t.workspaceId, t.name, t.key),
  ],
);

export const workflowRunStates = ["running", "completed", "failed", "cancelled"] as const;

/** One execution of a function for one event, or a batch of them; at most one of each pair. */
export const workflowRuns = pgTable(
  "workflow_runs",
  {
    workspaceId: workspaceId(),
    id: id(),
    functionId: text("function_id").notNull(),
    eventId: uuid("event_id").notNull(),
    /** Of a batch all its events, `event_id` the first of them. */
    batch: uuid("batch").array(),
    state: state("state", workflowRunStates).notNull(),
    /** Of the steps that have ended: how many, and the bytes of what they returned. */
    endedSteps: integer("ended_steps").notNull().default(0),
    bytes: integer("bytes").notNull().default(0),
    /** How the function wants parallel steps to be called; as its first answer said. */
    requestVersion: integer("request_version"),
    /** Some parallel steps run: the first of them to end is told at once, not the last. */
    isRace: boolean("is_race").notNull().default(false),
    /** The step of another run that waits for what this one returns. */
    parentRunId: uuid("parent_run_id"),
    parentStep: text("parent_step"),
    /** So many seconds before others of the same moment its calls are made. */
    priorityS: integer("priority_s").notNull().default(0),
    /** What its calls share with other runs' calls, and how many of each may be made at once. */
    slot: text("slot"),
    slotLimit: integer("slot_limit"),
    secondSlot: text("second_slot"),
    secondSlotLimit: integer("second_slot_limit"),
    /** While it runs there is no other one of its function with this key. */
    singletonKey: text("singleton_key"),
    output: json("output").$type<unknown>(),
    error: json("error").$type<unknown>(),
    askedAt: instant("asked_at").notNull(),
    /** When its function was called for the first time. */
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("workflow_runs_event").on(t.workspaceId, t.functionId, t.eventId),
    index("workflow_runs_of_event").on(t.workspaceId, t.eventId),
    index("workflow_runs_recent").on(t.workspaceId, t.askedAt),
    index("workflow_runs_state").on(t.workspaceId, t.state, t.askedAt),
    // The figures of a day, without a look at the rows.
    index("workflow_runs_ended")
      .on(t.workspaceId, t.endedAt, t.state, t.startedAt)
      .where(sql`${t.endedAt} is not null`),
    index("workflow_runs_parent").on(t.workspaceId, t.parentRunId).where(sql`${t.parentRunId} is not null`),
    index("workflow_runs_singleton")
      .on(t.workspaceId, t.functionId, t.singletonKey)
      .where(sql`${t.state} = 'running' and ${t.singletonKey} is not null`),
    oneOf("workflow_runs_state", t.state, workflowRunStates),
  ],
);

export const workflowStepStates = ["planned", "done", "failed"] as const;

/** A step of a run, by the name that the SDK gives it (SHA-1 of the function's own name for it). */
export const workflowSteps = pgTable(
  "workflow_steps",
  {
    workspaceId: workspaceId(),
    runId: uuid("run_id").notNull(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    operation: text("operation").notNull(),
    state: state("state", workflowStepStates).notNull(),
    value: json("value").$type<unknown>(),
    error: json("error").$type<unknown>(),
    /** As which of its run it ended, from 1: the order that makes a race come out the same each time. */
    nth: integer("nth"),
    plannedAt: instant("planned_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.id] }),
    oneOf("workflow_steps_state", t.state, workflowStepStates),
  ],
);

/**
 * Start the runs of an event, call a function, end a sleep, end a wait that nothing has answered, end a run that takes too
 * long, start what was debounced or gathered in a batch, start a cron's next run.
 */
export const workflowJobKinds = ["event", "call", "wake", "wait", "timeout", "gathered", "tick"] as const;

/**
 * What is due, claimed across workspaces: of an event its runs, of a run the step to call; of a cron (under the platform's
 * id) its function.
 */
export const workflowJobs = pgTable(
  "workflow_jobs",
  {
    workspaceId: workspaceId(),
    /** The run; of an event the event, of what is gathered its key's row. */
    runId: uuid("run_id").notNull(),
    step: text("step").notNull(),
    kind: state("kind", workflowJobKinds).notNull(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** How often a process has ended while it held it. */
    crashes: integer("crashes").notNull().default(0),
    /** The run's own, of a call. */
    slot: text("slot"),
    slotLimit: integer("slot_limit"),
    secondSlot: text("second_slot"),
    secondSlotLimit: integer("second_slot_limit"),
    /** The slot that was full when it was looked at; it is looked at again when a holder of that slot has ended. */
    blockedOn: text("blocked_on"),
    /** Grows with each claim: what an earlier holder still brings is refused by it. */
    generation: bigint("generation", { mode: "number" }).notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.step] }),
    index("workflow_jobs_free").on(t.dueAt).where(sql`${t.slot} is null`),
    index("workflow_jobs_limited").on(t.dueAt).where(sql`${t.slot} is not null and ${t.blockedOn} is null`),
    index("workflow_jobs_blocked").on(t.blockedOn, t.dueAt).where(sql`${t.blockedOn} is not null`),
    index("workflow_jobs_holding")
      .on(t.leaseUntil)
      .where(sql`${t.slot} is not null and ${t.leaseUntil} is not null`),
    oneOf("workflow_jobs_kind", t.kind, workflowJobKinds),
  ],
);

/** An event that a step waits for, or that ends a run. */
export const workflowWaits = pgTable(
  "workflow_waits",
  {
    workspaceId: workspaceId(),
    runId: uuid("run_id").notNull(),
    /** The waiting step; `cancel:0`, `cancel:1` of what ends the run. */
    step: text("step").notNull(),
    eventName: text("event_name").notNull(),
    expression: text("expression"),
    /** Of an expression that demands one value at one place of the event: both, so that it is found by index. */
    path: text("path"),
    value: text("value"),
    expiresAt: instant("expires_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.step] }),
    index("workflow_waits_event").on(t.workspaceId, t.eventName, t.path, t.value),
  ],
);

export const workflowKeyKinds = ["idempotency", "rate-limit", "throttle", "debounce", "batch"] as const;

/** What is remembered of a function and a key, so that the next event with that key waits, joins or is dropped. */
export const workflowKeys = pgTable(
  "workflow_keys",
  {
    workspaceId: workspaceId(),
    functionId: text("function_id").notNull(),
    kind: state("kind", workflowKeyKinds).notNull(),
    key: text("key").notNull(),
    id: id(),
    /** When it is forgotten; of rates, the moment from which nothing of them is left; of a debounce, its last moment. */
    until: instant("until").notNull(),
    /** What has come so far: the latest event of a debounce, all of a batch. */
    events: uuid("events").array(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.functionId, t.kind, t.key] }),
    uniqueIndex("workflow_keys_id").on(t.workspaceId, t.id),
    oneOf("workflow_keys_kind", t.kind, workflowKeyKinds),
  ],
);

/** By whom workflows are carried out in a process, and when it was last there: two drivers never work at once. */
export const workflowDrivers = pgTable("workflow_drivers", {
  process: uuid("process").primaryKey(),
  driver: text("driver").notNull(),
  startedAt: instant("started_at").notNull(),
  seenAt: instant("seen_at").notNull(),
});
