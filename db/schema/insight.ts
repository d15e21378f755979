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
    /** Sourced answers of the agent in conversations where no member wrote. */
    answers: integer("answers").notNull(),
    /** First responses given to conversations that started in this hour, in seconds, sorted: medians of any span are exact. */
    firstResponsesS: integer("first_responses_s").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.hour] })],
);
