import { foldText } from "@/lib/text/fold";
import type { TableRow } from "./table";

/** A column that an import knows, and how it is told from others. */
export type KnownColumn = {
  name: string;
  isRequired: boolean;
  /** What people write above it, in any language; case, accents, spaces and dashes do not matter. */
  headings: readonly string[];
  /** Whether a value looks like one of this column's. Left out where a value of any kind may stand. */
  looks?: (value: string) => boolean;
};

/** Known column → place in the file (from 0), or null where the file has none. */
export type ColumnMap = Record<string, number | null>;

export type Guess = {
  /** The row of the heading, or null where the file begins with values. */
  headingRow: number | null;
  heading: string[];
  map: ColumnMap;
};

/** Titles, dates of export and empty lines may stand above the heading. */
const headingWithin = 15;

/** Which column of the file is which, by the words above them and by what stands below. */
export function guessColumns(rows: readonly TableRow[], columns: readonly KnownColumn[]): Guess {
  const keys = columns.map((column) => new Set([column.name, ...column.headings].map(headingKey)));
  const place = findHeading(rows, columns, keys);
  const headingRow = place === null ? null : rows[place]!;
  const values = rows.slice(place === null ? 0 : place + 1);
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const heading = Array.from({ length: width }, (_, index) => headingRow?.cells[index] ?? "");
  return { headingRow: headingRow?.row ?? null, heading, map: assign(heading, values, columns, keys) };
}

/** The row that holds the most known headings; with none of them, the first one where it does not read as values. */
function findHeading(
  rows: readonly TableRow[],
  columns: readonly KnownColumn[],
  keys: readonly ReadonlySet<string>[],
): number | null {
  let best: { index: number; hits: number } | null = null;
  for (const [index, { cells }] of rows.slice(0, headingWithin).entries()) {
    const known = cells.map(headingKey);
    const hits = keys.filter((set) => known.some((key) => set.has(key))).length;
    if (hits > (best?.hits ?? 0)) best = { index, hits };
  }
  if (best) return best.index;
  const [first, ...rest] = rows;
  if (!first || rest.length === 0) return null;
  const isApart = first.cells.some((cell, index) => {
    const below = rest.map(({ cells }) => cells[index] ?? "").filter(Boolean);
    return columns.some(
      ({ looks }) =>
        looks && cell !== "" && !looks(cell) && below.length > 0 && below.every((value) => looks(value)),
    );
  });
  return isApart || (first.cells.length > 1 && first.cells.every(isWordy)) ? 0 : null;
}

/** Words and no value: no digit, no address, no sentence. */
const isWordy = (cell: string) => cell.length <= 40 && !/[\d@?!]/.test(cell);

function assign(
  heading: readonly string[],
  values: readonly TableRow[],
  columns: readonly KnownColumn[],
  keys: readonly ReadonlySet<string>[],
): ColumnMap {
  const pairs: { column: string; index: number; score: number }[] = [];
  for (const [order, column] of columns.entries()) {
    for (const [index, title] of heading.entries()) {
      const score = scoreOf(title, values, index, column, keys[order]!);
      // Of equals, what comes first in the file and among the columns.
      if (score > 0) pairs.push({ column: column.name, index, score: score - index / 1e4 - order / 1e6 });
    }
  }
  const map: ColumnMap = Object.fromEntries(columns.map(({ name }) => [name, null]));
  const used = new Set<number>();
  for (const { column, index } of pairs.sort((one, other) => other.score - one.score)) {
    if (map[column] !== null || used.has(index)) continue;
    map[column] = index;
    used.add(index);
  }
  return map;
}

function scoreOf(
  title: string,
  values: readonly TableRow[],
  index: number,
  column: KnownColumn,
  keys: ReadonlySet<string>,
): number {
  const key = headingKey(title);
  const filled = values.map(({ cells }) => cells[index] ?? "").filter((value) => value !== "");
  const share =
    column.looks && filled.length > 0
      ? filled.filter((value) => column.looks!(value)).length / filled.length
      : null;
  let score = 0;
  if (key && keys.has(key)) score = 100;
  else if (key.length >= 4 && [...keys].some((known) => known.length >= 4 && key.includes(known))) score = 50;
  // What stands below gainsays the word above it.
  if (score > 0 && share !== null && share < 0.2 && filled.length >= 3) score -= 90;
  if (score > 0) return score + (share ?? 0) * 10;
  return share !== null && share >= 0.8 ? share * 20 : 0;
}

/** A heading without case, accents, spaces and signs. */
export const headingKey = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]+/gu, "");
