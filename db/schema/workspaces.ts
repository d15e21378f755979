import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, oneOf, state } from "./columns";
import { organisations } from "./organisations";

export const workspaceKinds = ["creator", "shop", "clinic", "desk"] as const;

/** Intervals of one weekday in the workspace's zone, as minutes since midnight; `to` may be 1440. */
export type OpenInterval = { from: number; to: number };
/** Monday first, seven days; a day without intervals is closed. */
export type BusinessHours = OpenInterval[][];

export const workspaces = pgTable(
  "workspaces",
  {
    id: uuid("id").primaryKey(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    kind: state("kind", workspaceKinds).notNull(),
    name: text("name").notNull(),
    slug: text("slug").notNull(),
    timeZone: text("time_zone").notNull(),
    defaultLanguage: text("default_language").notNull(),
    languages: text("languages").array().notNull(),
    businessHours: jsonb("business_hours").$type<BusinessHours>().notNull(),
    isAgentOn: boolean("is_agent_on").notNull().default(true),
    /** What one answer of the agent saves a member; the assumption behind "minutes saved", shown beside it. */
    minutesPerAnswer: integer("minutes_per_answer").notNull().default(3),
    /** How much of customers' files it may keep. */
    fileQuotaBytes: bigint("file_quota_bytes", { mode: "number" }).notNull().default(10_737_418_240),
    /** How many members and connected bots it may have; null: as many as it likes. */
    memberQuota: integer("member_quota"),
    botQuota: integer("bot_quota"),
    createdAt: instant("created_at").notNull(),
    /** Deleted and not yet erased: nobody works in it, and an owner may take it back until `eraseAt`. */
    deletedAt: instant("deleted_at"),
    eraseAt: instant("erase_at"),
    /** Held by an operator of the platform: nobody works in it, its bots are silent, what comes in is kept. */
    suspendedAt: instant("suspended_at"),
    /** What its people are told. */
    suspensionReason: text("suspension_reason"),
  },
  (t) => [
    uniqueIndex("workspaces_slug").on(t.slug),
    oneOf("workspaces_kind", t.kind, workspaceKinds),
    check("workspaces_deletion", sql`(${t.deletedAt} is null) = (${t.eraseAt} is null)`),
    check("workspaces_suspension", sql`(${t.suspendedAt} is null) = (${t.suspensionReason} is null)`),
    check("workspaces_quotas", sql`${t.fileQuotaBytes} >= 0 and ${t.memberQuota} > 0 and ${t.botQuota} > 0`),
  ],
);
