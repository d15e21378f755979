import type { KnownColumn } from "@/lib/tables/guess-columns";
import type { Ctx } from "./context";
import type { Transaction } from "./database";
import type { Verb } from "./policy";

/** A column of a domain's own, and one that a workspace has made, under its name. */
export type ImportColumn = KnownColumn & { label?: string };

/** Why a row was refused; or, of a row that was stored, what was left out or stands against another row. */
export type RowProblem = {
  code: string;
  column?: string;
  value?: string;
  /** The other row that it speaks of. */
  row?: number;
};

/** What one row of a file says. `value` is null where it cannot be stored. */
export type ReadRow<Value> = {
  /** Equal for rows that speak of one thing; "" where the row does not say which. */
  key: string;
  /** What the thing is called in the report. */
  label: string;
  problems: RowProblem[];
  /** The values of the definition's `sharedColumns`, in their order and in one form each; "" where there is none. */
  shared?: string[];
  value: Value | null;
};

/** The rows of one thing in one chunk of a file. */
export type RowGroup<Value> = {
  key: string;
  rows: Value[];
  /** Earlier rows of this import spoke of it already: add to it instead of replacing it. */
  isContinued: boolean;
};

/** What became, or would become, of one thing. */
export type StoredThing =
  | { outcome: "created"; id: string; mark: string }
  | { outcome: "updated"; id: string; mark: string; before: unknown }
  | { outcome: "unchanged" }
  | { outcome: "refused"; problem: RowProblem };

/** What became of one thing when its import was undone. */
export type UndoneThing = "removed" | "restored" | "inUse";

export type ImportEnv = {
  timeZone: string;
  defaultLanguage: string;
  /** Whether the file has this column; what it does not have, it does not speak of. */
  has(column: string): boolean;
};

/** What a domain says of the things that it takes from files. `server/imports` does the rest. */
export type ImportDefinition<Value> = {
  verb: Verb;
  /** What is announced after a chunk that changed something. */
  event: string;
  columns: readonly ImportColumn[];
  /** The same with what only this workspace has, such as fields of its own. */
  forWorkspace?(tx: Transaction, ctx: Ctx): Promise<ImportDefinition<Value>>;
  /** Whether several rows may make one thing. Where not, a second row of one key is refused. */
  isJoined: boolean;
  /** Columns in which the rows of one thing ought to agree; where they do not, it is remarked. */
  sharedColumns: readonly string[];
  readRow(values: Readonly<Record<string, string>>, env: ImportEnv): ReadRow<Value>;
  /** Stores the groups; with `isDry` it only finds out what would become of them. */
  store(
    tx: Transaction,
    ctx: Ctx,
    input: { groups: readonly RowGroup<Value>[]; env: ImportEnv; isDry: boolean },
  ): Promise<ReadonlyMap<string, StoredThing>>;
  /** What each thing says now, in a word: equal words, equal things. Those that are gone are left out. */
  marksOf(tx: Transaction, ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Removes what was created (`before` undefined) and gives the rest its old values back. */
  undo(
    tx: Transaction,
    ctx: Ctx,
    things: readonly { id: string; before: unknown }[],
  ): Promise<ReadonlyMap<string, UndoneThing>>;
};
