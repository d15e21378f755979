import { CsvError, parse } from "csv-parse";
import { foldText } from "../text/fold";

/** A column of an imported file: its name in the product, and the headings people give it. */
export type CsvColumn<Name extends string> = { name: Name; aliases: readonly string[]; isOptional?: boolean };

export type CsvRow<Name extends string> = {
  /** As a spreadsheet counts: the heading is row 1. */
  row: number;
  values: Record<Name, string>;
};

/** The heading lacks columns that the import needs. */
export class CsvColumnsMissing extends Error {
  constructor(
    readonly missing: readonly string[],
    readonly found: readonly string[],
  ) {
    super(`Missing columns: ${missing.join(", ")}.`);
  }
}

/** The text cannot be read as CSV from here on; rows before it were given out. */
export class CsvBroken extends Error {
  constructor(
    readonly row: number,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`Row ${row} cannot be read: ${reason}`, options);
  }
}

/**
 * Reads CSV row by row: with or without a byte order mark; separated by comma, semicolon or tab, whichever the
 * heading uses; quoted values with line breaks; headings in any order, case and language of the aliases. Empty rows
 * are skipped. Rows that are too short give empty values.
 *
 * @throws CsvColumnsMissing before the first row
 * @throws CsvBroken         after the rows before the broken one
 */
export async function* readCsv<Name extends string>(
  text: string,
  columns: readonly CsvColumn<Name>[],
): AsyncGenerator<CsvRow<Name>> {
  let positions: Map<Name, number> | null = null;
  let row = 0;
  for await (const record of readRecords(text)) {
    row += 1;
    if (!positions) {
      positions = findColumns(record, columns);
      continue;
    }
    if (record.every((value) => value === "")) continue;
    const values = {} as Record<Name, string>;
    for (const { name } of columns) values[name] = unguard(record[positions.get(name) ?? -1] ?? "");
    yield { row, values };
  }
  if (!positions) findColumns([], columns);
}

/**
 * The records of the text, a piece of it at a time. Written to the parser by hand, because its own iterator throws
 * away what it has read when a later record is broken.
 */
async function* readRecords(text: string): AsyncGenerator<string[]> {
  const ready: string[][] = [];
  let count = 0;
  let failure: CsvBroken | null = null;
  const parser = parse({
    bom: true,
    delimiter: detectDelimiter(text),
    relaxColumnCount: true,
    skipEmptyLines: false,
    trim: true,
    maxRecordSize: 200_000,
    onRecord(record: string[]) {
      count += 1;
      ready.push(record);
      return null;
    },
  });
  const fail = (error: Error | null | undefined) => {
    if (error)
      failure ??= new CsvBroken(count + 1, error instanceof CsvError ? error.code : error.message, {
        cause: error,
      });
  };
  parser.on("error", fail);
  parser.resume();
  for (const slice of slices(text)) {
    await new Promise<void>((resolve) => {
      parser.write(slice, (error) => {
        fail(error);
        resolve();
      });
    });
    yield* ready.splice(0);
    if (failure) throw failure;
  }
  await new Promise<void>((resolve) => {
    parser.once("close", resolve);
    parser.end();
  });
  yield* ready.splice(0);
  if (failure) throw failure;
}

/** Where each column stands. The names themselves are aliases too; spaces, dashes and underscores do not matter. */
function findColumns<Name extends string>(
  heading: readonly string[],
  columns: readonly CsvColumn<Name>[],
): Map<Name, number> {
  const keys = heading.map(headingKey);
  const positions = new Map<Name, number>();
  for (const { name, aliases } of columns) {
    const wanted = [name, ...aliases].map(headingKey);
    const index = keys.findIndex((key) => wanted.includes(key));
    if (index >= 0) positions.set(name, index);
  }
  const missing = columns.filter(({ name, isOptional }) => !isOptional && !positions.has(name));
  if (missing.length > 0) {
    throw new CsvColumnsMissing(
      missing.map(({ name }) => name),
      heading.map((value) => value.slice(0, 60)).slice(0, 40),
    );
  }
  return positions;
}

/** The apostrophe that keeps a spreadsheet from running a value (`writeCsv` sets it) belongs to the file. */
const unguard = (value: string) => value.replace(/^'(?=\s*[=+\-@＝＋－＠])/, "");

const headingKey = (text: string) => foldText(text).replace(/[^\p{L}\p{N}]+/gu, "");

/** The separator that the heading uses most, outside quotes. */
function detectDelimiter(text: string): string {
  const counts = new Map([",", ";", "\t"].map((mark) => [mark, 0]));
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === "\n" || character === "\r")) break;
    else if (!isQuoted && counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** The text in pieces, so that rows come out while the rest still waits. */
function* slices(text: string): Generator<string> {
  const size = 65_536;
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
