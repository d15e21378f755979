import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/** Figures of one workspace and hour (UTC), recomputed from raw rows when the hour is dirty, never incremented. */
export const hourlyFigures = pgTable(
  "hourly_figures",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    hour: instant("hour").notNull(),
    messagesIn: integer("messages_in").notNull(),
    conversationsStarted: integer("conversations_started").notNull(),
    resolvedAssumed: integer("resolved_assumed").notNull(),
    resolvedConfirmed: integer("resolved_confirmed").notNull(),
    handedOff: integer("handed_off").notNull(),
    /** Sourced answers of the agent. */
    answers: integer("answers").notNull(),
    /** Seconds to the first response, of those given in this hour, sorted: the median of any span is exact. */
    firstResponsesS: integer("first_responses_s").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.hour] })],
);
