import { createHash } from "node:crypto";
import type { TableRow } from "@/lib/tables/table";
import { storableText } from "@/lib/text/storable";
import type { ImportDefinition, ImportEnv, ReadRow } from "@/server/kernel";
import type { ImportRecord } from "./internal";
import type { ImportReader } from "./open-reader";
import { maxImportRows } from "./rules";

/** Rows of one transaction: large enough to be quick, small enough that little is done twice after a failure. */
const chunkRows = 500;
/** Rows of one thing are kept together up to here. */
const chunkRowsAtMost = 1_000;

/** A row of the file with what it says. */
export type FileRow = ReadRow<unknown> & {
  row: number;
  cells: string[];
  digest: string;
  /** A hash of each value in which the rows of one thing ought to agree, "" where there is none. */
  shared: string[];
};

export type Chunk = {
  rows: FileRow[];
  /** The file was read to its end, or as far as it can be. */
  isLast: boolean;
  stoppedAt: { row: number; reason: string } | null;
};

/** The next rows of the file. Neighbouring rows of one thing come together. */
export async function readChunk(
  reader: ImportReader,
  record: ImportRecord,
  definition: ImportDefinition<unknown>,
  env: ImportEnv,
): Promise<Chunk> {
  const rows: FileRow[] = [];
  for (;;) {
    const next = await reader.peek();
    if (!next) {
      const { fault } = reader;
      return {
        rows,
        isLast: true,
        stoppedAt: fault && { row: fault.row ?? reader.cursorRow + 1, reason: fault.fault },
      };
    }
    if (record.rowsRead + rows.length >= maxImportRows) {
      return { rows, isLast: true, stoppedAt: { row: next.row, reason: "tooManyRows" } };
    }
    const read = readRow(next, record, definition, env);
    const isApart = read.key === "" || read.key !== rows.at(-1)?.key;
    if (rows.length >= (isApart ? chunkRows : chunkRowsAtMost))
      return { rows, isLast: false, stoppedAt: null };
    reader.take();
    rows.push(read);
  }
}

function readRow(
  { row, cells: given }: TableRow,
  record: ImportRecord,
  definition: ImportDefinition<unknown>,
  env: ImportEnv,
): FileRow {
  const cells = given.map(storableText);
  const values = Object.fromEntries(
    definition.columns.map(({ name }) => {
      const place = record.columnMap[name] ?? null;
      return [name, place === null ? "" : (cells[place] ?? "")];
    }),
  );
  const read = definition.readRow(values, env);
  return {
    ...read,
    key: read.key.slice(0, 600),
    label: read.label.slice(0, 120),
    row,
    cells,
    digest: hash(JSON.stringify(Object.values(values))),
    shared: (read.shared ?? []).map((value) => (value === "" ? "" : hash(value))),
  };
}

const hash = (text: string) => createHash("sha1").update(text).digest("base64url").slice(0, 12);
