import { readTable } from "@/lib/tables/open-table";
import { type TableFormat, type TableRow, TableUnreadable } from "@/lib/tables/table";
import { getRuntime } from "@/server/kernel";
import { type ImportRecord, importPath } from "./internal";

/**
 * The rows of a file from where its import stands. Kept open from one piece of work to the next, since to find a place
 * in a workbook is to read all that comes before it; another process, or this one after a crash, reads up to it again.
 */
export class ImportReader {
  readonly #rows: AsyncGenerator<TableRow, void, undefined>;
  #next: TableRow | null | undefined;
  /** Set where the file cannot be read further; the rows before were given. */
  fault: TableUnreadable | null = null;

  constructor(
    record: ImportRecord,
    /** The last row that was dealt with, kept by whoever deals with them. */
    public cursorRow: number,
  ) {
    this.#rows = readTable(importPath(record.id), record.format as TableFormat);
  }

  /** The next row, left in its place; null at the end of what can be read. */
  async peek(): Promise<TableRow | null> {
    while (this.#next === undefined) {
      try {
        const { value, done } = await this.#rows.next();
        if (done) this.#next = null;
        else if (value.row > this.cursorRow) this.#next = value;
      } catch (error) {
        if (!(error instanceof TableUnreadable)) throw error;
        this.fault = error;
        this.#next = null;
      }
    }
    return this.#next;
  }

  take(): void {
    if (this.#next) this.#next = undefined;
  }

  close(): void {
    void this.#rows.return(undefined);
  }
}

const readers = () => getRuntime().keep("imports.readers", () => new Map<string, ImportReader>());

/**
 * The reader of an import, where it stands at the import's place; else a new one. It belongs to the caller until it is
 * handed back: two that work on one import at once each read for themselves.
 */
export function takeReader(record: ImportRecord): ImportReader {
  const known = readers().get(record.id);
  readers().delete(record.id);
  const from = Math.max(record.cursorRow, record.headingRow ?? 0);
  if (known && known.cursorRow === from) return known;
  known?.close();
  return new ImportReader(record, from);
}

export function handBack(importId: string, reader: ImportReader): void {
  closeReader(importId);
  readers().set(importId, reader);
}

export function closeReader(importId: string): void {
  readers().get(importId)?.close();
  readers().delete(importId);
}
