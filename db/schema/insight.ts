import { date, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * What was counted in a quarter of an hour (UTC; every zone's hours and days are made of whole ones): so many of a
 * kind, by a key of that kind. Counted anew from raw rows when its hour is dirty, never incremented.
 */
export const figureCounts = pgTable(
  "figure_counts",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    slot: instant("slot").notNull(),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    n: integer("n").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.slot, t.kind, t.key] })],
);

/** Counts by kind and key. */
export type DayCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Spans of time in seconds, in their order, with how often each came. */
export type Spread = Readonly<{ values: readonly number[]; counts: readonly number[] }>;

/** The same, summed over a day of the workspace's zone; spans by kind, in the form in which they are added up fastest. */
export const dailyFigures = pgTable(
  "daily_figures",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    day: date("day", { mode: "string" }).notNull(),
    /** The zone whose day it is: another one than the workspace's is out of date. */
    timeZone: text("time_zone").notNull(),
    counts: jsonb("counts").$type<DayCounts>().notNull(),
    spreads: jsonb("spreads").$type<Readonly<Record<string, Spread>>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.day] })],
);

/** Customers by what they wrote in a span, most first; and those of a week with how many came back in each later one. */
export type BusiestCustomers = Readonly<Record<string, { customerId: string; messages: number }[]>>;
export type CustomerCohort = { week: string; size: number; active: number[] };

/** What is counted over customers, whose numbers do not add up from hour to hour: counted whole, at its own pace. */
export const customerFigures = pgTable("customer_figures", {
  workspaceId: uuid("workspace_id")
    .primaryKey()
    .references(() => workspaces.id),
  countedAt: instant("counted_at").notNull(),
  tookMs: integer("took_ms").notNull(),
  busiest: jsonb("busiest").$type<BusiestCustomers>().notNull(),
  cohorts: jsonb("cohorts").$type<CustomerCohort[]>().notNull(),
});
