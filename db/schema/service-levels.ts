import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { conversations } from "./conversations";
import { workspaces } from "./workspaces";

export const serviceClocks = ["first", "next", "close"] as const;

/** Minutes in which the team is there, by clock; one that is not named has none of its own. */
export type ClockTargets = Partial<Record<(typeof serviceClocks)[number], number>>;
/**
 * What a workspace promises itself: the usual targets, and other ones by priority and by bot (its id). Clock by clock a
 * priority's stands above a bot's, and a bot's above the usual one.
 */
export type ServiceTargets = {
  usual: ClockTargets;
  byPriority: Readonly<Record<string, ClockTargets>>;
  byChannel: Readonly<Record<string, ClockTargets>>;
};

/** One row a workspace that has set targets. */
export const serviceLevels = pgTable("service_levels", {
  workspaceId: uuid("workspace_id")
    .primaryKey()
    .references(() => workspaces.id),
  isOn: boolean("is_on").notNull(),
  targets: jsonb("targets").$type<ServiceTargets>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

/**
 * How a clock of a conversation ended; written by the trigger that keeps the clocks. A conversation that is opened again
 * takes back how its last one ended.
 */
export const serviceResults = pgTable(
  "service_results",
  {
    workspaceId: workspaceId(),
    id: id(),
    conversationId: uuid("conversation_id").notNull(),
    clock: state("clock", serviceClocks).notNull(),
    startedAt: instant("started_at").notNull(),
    dueAt: instant("due_at").notNull(),
    endedAt: instant("ended_at").notNull(),
    isMet: boolean("is_met").notNull(),
    /** Seconds in which the team was there from the start to the end, without those in which the clock stood. */
    spentS: integer("spent_s").notNull(),
  },
  (t) => [
    primaryKey({
      name: "service_results_pk",
      columns: [t.workspaceId, t.conversationId, t.clock, t.startedAt],
    }),
    index("service_results_ended").on(t.workspaceId, t.endedAt),
    foreignKey({
      name: "service_results_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    oneOf("service_results_clock", t.clock, serviceClocks),
  ],
);
