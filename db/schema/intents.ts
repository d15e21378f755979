import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const ownIntentActions = ["answer", "handoff"] as const;

/** What a workspace's customers may want beyond the list of its kind. */
export const workspaceIntents = pgTable(
  "workspace_intents",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    name: text("name").notNull(),
    /** Answer from the knowledge as other intents, or hand the conversation over at once. */
    action: state("action", ownIntentActions).notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("workspace_intents_name").on(t.workspaceId, t.name),
    oneOf("workspace_intents_action", t.action, ownIntentActions),
  ],
);

/** What a member says a text means: a correction of a run, or an example of an own intent. */
export const intentExamples = pgTable(
  "intent_examples",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    /** A name of the kind's list, or `own_…`. */
    intent: text("intent").notNull(),
    text: text("text").notNull(),
    /** The folded text: a later word about the same text replaces the earlier one. */
    textKey: text("text_key").notNull(),
    language: text("language").notNull(),
    /** The run that it corrects. */
    agentRunId: uuid("agent_run_id"),
    /** The training that learnt it first; null while it waits. */
    trainedIn: integer("trained_in"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("intent_examples_text").on(t.workspaceId, t.textKey),
    index("intent_examples_intent").on(t.workspaceId, t.intent),
  ],
);

/** A workspace's trained difference from the model of its kind, version after version; the newest standing one is used. */
export const intentModels = pgTable(
  "intent_models",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    version: integer("version").notNull(),
    /** How many examples of the workspace it has learnt. */
    examples: integer("examples").notNull(),
    /** On the kind's test and the workspace's examples: without and with what was taught, the examples held out. */
    judgedTexts: integer("judged_texts").notNull(),
    accuracyBefore: real("accuracy_before").notNull(),
    accuracyAfter: real("accuracy_after").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** The packed difference. */
    difference: jsonb("difference").$type<Record<string, unknown>>().notNull(),
    isUndone: boolean("is_undone").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.version] })],
);
