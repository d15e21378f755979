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
    occurredAt: instant("occurred_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("workflow_events_key").on(t.workspaceId, t.name, t.key),
  ],
);

export const workflowRunStates = ["running", "completed", "failed"] as const;

/** One execution of a function for one event; at most one of each pair. */
export const workflowRuns = pgTable(
  "workflow_runs",
  {
    workspaceId: workspaceId(),
    id: id(),
    functionId: text("function_id").notNull(),
    eventId: uuid("event_id").notNull(),
    state: state("state", workflowRunStates).notNull(),
    /** Of the steps that have ended: how many, and the bytes of what they returned. */
    endedSteps: integer("ended_steps").notNull().default(0),
    bytes: integer("bytes").notNull().default(0),
    /** How the function wants parallel steps to be called; as its first answer said. */
    requestVersion: integer("request_version"),
    /** Some parallel steps run: the first of them to end is told at once, not the last. */
    isRace: boolean("is_race").notNull().default(false),
    output: json("output").$type<unknown>(),
    error: json("error").$type<unknown>(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("workflow_runs_event").on(t.workspaceId, t.functionId, t.eventId),
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

/** Call the function, end a sleep, start a cron's next run. */
export const workflowJobKinds = ["call", "wake", "tick"] as const;

/** What is due, claimed across workspaces: of a run, the step to call; of a cron (under the platform's id), its function. */
export const workflowJobs = pgTable(
  "workflow_jobs",
  {
    workspaceId: workspaceId(),
    runId: uuid("run_id").notNull(),
    step: text("step").notNull(),
    kind: state("kind", workflowJobKinds).notNull(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** Grows with each claim: what an earlier holder still brings is refused by it. */
    generation: bigint("generation", { mode: "number" }).notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.runId, t.step] }),
    index("workflow_jobs_due").on(t.dueAt),
    oneOf("workflow_jobs_kind", t.kind, workflowJobKinds),
  ],
);
