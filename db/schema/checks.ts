import { date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";

/** What the nightly checks look at, one after the other; `all` is a workspace's whole night. */
export const checkParts = [
  "figures",
  "customer-figures",
  "conversations",
  "search",
  "files",
  "queues",
  "books",
  "objects",
  "all",
] as const;

export const checkKinds = [
  "figure",
  "customer-figure",
  "message-gap",
  "conversation-counter",
  "address-blocked",
  "message-words",
  "order-words",
  "file-missing",
  "object-orphan",
  "delivery-stuck",
  "job-without-subject",
  "job-without-workspace",
  "lease-forgotten",
  "order-books",
] as const;

/** What was found, in words and figures that name nobody: ids, names of figures, counts. */
export type CheckDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Something that stands twice and does not agree, or points at what is not there. What belongs to no workspace stands under
 * the platform's id, so nothing here refers to a workspace.
 */
export const checkFindings = pgTable(
  "check_findings",
  {
    workspaceId: workspaceId(),
    id: id(),
    kind: state("kind", checkKinds).notNull(),
    /** What it is about within its kind: an id, a day and a figure, a hash. */
    subject: text("subject").notNull(),
    details: jsonb("details").$type<CheckDetails>().notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    /** The night that saw it last, and how many have. */
    lastNight: date("last_night", { mode: "string" }).notNull(),
    nights: integer("nights").notNull().default(1),
    /** When it was put right, or was seen to be right again. */
    mendedAt: instant("mended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("check_findings_subject").on(t.workspaceId, t.kind, t.subject),
    index("check_findings_seen").on(t.workspaceId, t.lastSeenAt),
    oneOf("check_findings_kind", t.kind, checkKinds),
  ],
);

/**
 * What a night has looked at in a workspace, part by part; under the platform's id its own parts and the sums of all. Read
 * across workspaces by the worker: numbers only.
 */
export const checkNights = pgTable(
  "check_nights",
  {
    workspaceId: workspaceId(),
    /** `2026-11-20`, in UTC; text, as every value of a table that the worker reads across workspaces. */
    night: text("night").notNull(),
    part: state("part", checkParts).notNull(),
    checked: integer("checked").notNull(),
    found: integer("found").notNull(),
    mended: integer("mended").notNull(),
    /** Looks that took too long and were given up. */
    skipped: integer("skipped").notNull(),
    tookMs: integer("took_ms").notNull(),
    /** Workspaces that were asked and those that have ended; of a workspace's own rows 1. */
    asked: integer("asked").notNull().default(1),
    ended: integer("ended").notNull().default(1),
    endedAt: instant("ended_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.night, t.part] }),
    index("check_nights_night").on(t.night, t.part),
    oneOf("check_nights_part", t.part, checkParts),
  ],
);
