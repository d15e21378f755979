import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const importTargets = ["shopOrders", "faq", "customers"] as const;

export const importStates = [
  "ready",
  "checking",
  "checked",
  "running",
  "done",
  "refused",
  "rollingBack",
  "cancelled",
  "undoing",
  "undone",
  "failed",
] as const;

/** In these something works on it; a workspace has one of them at a time for each target. */
export const busyImportStates = ["checking", "running", "rollingBack", "undoing"] as const;

export type ImportCounts = {
  /** Rows of the file. */
  rows: { created: number; updated: number; unchanged: number; refused: number; remarked: number };
  /** What the rows make: orders, questions, customers. */
  things: { created: number; updated: number; unchanged: number };
  /** What an undo came to. */
  undo: { removed: number; restored: number; changedSince: number; inUse: number; gone: number };
};

/** A file that was brought in, and how far it has come. */
export const imports = pgTable(
  "imports",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    target: state("target", importTargets).notNull(),
    state: state("state", importStates).notNull(),
    /** `whole`: all of the file or nothing. Null until it was started. */
    mode: state("mode", ["rows", "whole"]),
    /** Where `rollingBack` leads to. */
    endsAs: state("ends_as", ["refused", "cancelled", "failed"]),
    fileName: text("file_name").notNull(),
    sha256: text("sha256").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    format: jsonb("format").notNull(),
    headingRow: integer("heading_row"),
    heading: jsonb("heading").$type<string[]>().notNull(),
    columnMap: jsonb("column_map").$type<Record<string, number | null>>().notNull(),
    /** The first rows of values, for the eye; forgotten with the rest. */
    sample: jsonb("sample").$type<string[][]>().notNull(),
    /** How many rows the file has: a guess until it was read to its end. */
    rowsExpected: integer("rows_expected"),
    /** The last row of the file that was dealt with; what works on it goes on from here. */
    cursorRow: integer("cursor_row").notNull().default(0),
    rowsRead: integer("rows_read").notNull().default(0),
    counts: jsonb("counts").$type<ImportCounts>().notNull(),
    /** Set where the file was not read to its end. */
    stoppedAt: jsonb("stopped_at").$type<{ row: number; reason: string }>(),
    memberId: uuid("member_id"),
    version: bigint("version", { mode: "number" }).notNull().default(1),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    /** From here on rows and old values are gone, and it cannot be undone. */
    forgottenAt: instant("forgotten_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("imports_newest").on(t.workspaceId, t.target, t.createdAt.desc()),
    index("imports_file").on(t.workspaceId, t.target, t.sha256),
    uniqueIndex("imports_busy")
      .on(t.workspaceId, t.target)
      .where(sql.raw(`state in (${busyImportStates.map((value) => `'${value}'`).join(", ")})`)),
    oneOf("imports_target", t.target, importTargets),
    oneOf("imports_state", t.state, importStates),
    oneOf("imports_mode", t.mode, ["rows", "whole"]),
    oneOf("imports_ends_as", t.endsAs, ["refused", "cancelled", "failed"]),
  ],
);

export const importRowOutcomes = ["created", "updated", "unchanged", "refused"] as const;

/** What became of one row of a file. */
export const importRows = pgTable(
  "import_rows",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    row: integer("row").notNull(),
    /** Equal for rows that speak of one thing. */
    key: text("key").notNull(),
    label: text("label").notNull(),
    outcome: state("outcome", importRowOutcomes).notNull(),
    /** A hash of the whole row, and one of each value in which rows of one thing ought to agree. */
    digest: text("digest").notNull(),
    shared: text("shared").notNull(),
    problems: jsonb("problems").$type<{ code: string; column?: string; value?: string; row?: number }[]>(),
    /** Of refused rows: what the file says, to be handed back. */
    cells: jsonb("cells").$type<string[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.importId, t.row] }),
    index("import_rows_key").on(t.workspaceId, t.importId, t.key),
    foreignKey({
      name: "import_rows_import_fk",
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }).onDelete("cascade"),
    oneOf("import_rows_outcome", t.outcome, importRowOutcomes),
  ],
);

/** What an import created and what it changed, with the values from before. */
export const importChanges = pgTable(
  "import_changes",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    entityId: uuid("entity_id").notNull(),
    row: integer("row").notNull(),
    label: text("label").notNull(),
    /** Null where the import created it. */
    before: jsonb("before"),
    /** What it said after the import: where it says so no more, somebody has changed it since. */
    mark: text("mark").notNull(),
    undo: state("undo", ["removed", "restored", "changedSince", "inUse", "gone"]),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.importId, t.entityId] }),
    foreignKey({
      name: "import_changes_import_fk",
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }).onDelete("cascade"),
    oneOf("import_changes_undo", t.undo, ["removed", "restored", "changedSince", "inUse", "gone"]),
  ],
);
