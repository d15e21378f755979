import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { importRowOutcomes, importStates, importTargets, maxPastedCharacters, undoOutcomes } from "./rules";

export const ImportTarget = z.enum(importTargets);

const Count = z.number().int();

/** Column of the product → place in the file (from 0), or null where the file has none. */
export const ColumnMap = z.record(z.string().max(60), z.number().int().min(0).max(199).nullable());

export const ImportMode = z.enum(["rows", "whole"]);
export type ImportMode = z.infer<typeof ImportMode>;

export const RowProblem = z.object({
  code: z.string(),
  column: z.string().optional(),
  value: z.string().optional(),
  row: Count.optional(),
});
export type RowProblem = z.infer<typeof RowProblem>;

/** An import as the panel shows it. */
export const Import = z.object({
  id: z.string(),
  target: ImportTarget,
  state: z.enum(importStates),
  mode: ImportMode.nullable(),
  fileName: z.string(),
  sizeBytes: Count,
  /** `csv` with its encoding and separator, or `xlsx` with the sheet that is read and those that could be. */
  format: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("csv"), encoding: z.string(), delimiter: z.string() }),
    z.object({ kind: z.literal("xlsx"), sheet: z.string(), sheets: z.array(z.string()) }),
  ]),
  /** The columns of the file: their headings (empty where it has none) and the first values below. */
  heading: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  columns: z.array(
    z.object({
      name: z.string(),
      isRequired: z.boolean(),
      /** What a column that the workspace has made is called. */
      label: z.string().optional(),
    }),
  ),
  columnMap: ColumnMap,
  /** Until the file was read to its end this is a guess, or null. */
  rowsExpected: Count.nullable(),
  rowsRead: Count,
  counts: z.object({
    rows: z.object({ created: Count, updated: Count, unchanged: Count, refused: Count, remarked: Count }),
    things: z.object({ created: Count, updated: Count, unchanged: Count }),
    undo: z.object({ removed: Count, restored: Count, changedSince: Count, inUse: Count, gone: Count }),
  }),
  stoppedAt: z.object({ row: Count, reason: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  canUndo: z.boolean(),
  /** The same bytes were imported before: when. */
  importedBeforeAt: z.iso.datetime().nullable(),
});
export type Import = z.infer<typeof Import>;

export const ImportRef = z.object({ importId: publicId("import") });
export type ImportRef = z.input<typeof ImportRef>;

export const NewestImportInput = z.object({ target: ImportTarget });
export type NewestImportInput = z.input<typeof NewestImportInput>;

export const ReceiveImportInput = z.object({
  target: ImportTarget,
  fileName: z.string().trim().min(1).max(200),
});
export type ReceiveImportInput = z.input<typeof ReceiveImportInput>;

export const CheckImportInput = ImportRef.extend({
  columnMap: ColumnMap.optional(),
  /** Another sheet of the workbook; its columns are guessed anew. */
  sheet: z.string().max(100).optional(),
});
export type CheckImportInput = z.input<typeof CheckImportInput>;

export const StartImportInput = ImportRef.extend({ mode: ImportMode.default("rows") });
export type StartImportInput = z.input<typeof StartImportInput>;

/** Rows as text, worked on at once: what a person pastes, or another of our verbs hands over. */
export const ImportTextInput = z.object({
  target: ImportTarget,
  text: z.string().max(maxPastedCharacters),
  fileName: z.string().trim().min(1).max(200).default("rows.csv"),
  mode: ImportMode.default("rows"),
});
export type ImportTextInput = z.input<typeof ImportTextInput>;

export const importRowFilters = ["all", "refused", "remarked"] as const;

export const ListImportRowsInput = ImportRef.extend({
  filter: z.enum(importRowFilters).default("all"),
  /** The row after which to go on. */
  cursor: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(2_000).default(200),
});
export type ListImportRowsInput = z.input<typeof ListImportRowsInput>;

export const ImportRow = z.object({
  row: Count,
  label: z.string(),
  outcome: z.enum(importRowOutcomes),
  problems: z.array(RowProblem),
  /** Of refused rows: the cells as they stand in the file. */
  cells: z.array(z.string()).nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const ImportRowPage = z.object({ rows: z.array(ImportRow), nextCursor: Count.nullable() });
export type ImportRowPage = z.infer<typeof ImportRowPage>;

/** What an undo has left as it was, and why. */
export const KeptThing = z.object({ row: Count, label: z.string(), why: z.enum(undoOutcomes) });
export const KeptThings = z.array(KeptThing);
export type KeptThing = z.infer<typeof KeptThing>;
