/** One row of a file: its cells as text, without what follows the last one that is filled. */
export type TableRow = {
  /** As a spreadsheet counts, from 1. */
  row: number;
  cells: string[];
};

/** How a file's rows are found in its bytes. */
export type TableFormat =
  | { kind: "csv"; encoding: string; delimiter: string }
  | { kind: "xlsx"; sheet: string; sheets: string[] };

export const tableFaults = [
  /** Nothing in it. */
  "empty",
  /** Neither text nor a workbook: a picture, a PDF, a program. */
  "notATable",
  /** A page of the web that calls itself a spreadsheet. */
  "webPage",
  /** A workbook of before 2007, or one behind a password. */
  "oldWorkbook",
  /** It unpacks to more than any sheet of honest size. */
  "tooLarge",
  /** It breaks off, or says things no spreadsheet says. */
  "broken",
] as const;

export type TableFault = (typeof tableFaults)[number];

/** A file that cannot be read, or cannot be read further than the rows that were given out. */
export class TableUnreadable extends Error {
  constructor(
    readonly fault: TableFault,
    /** The row that could not be read, where the file was readable up to there. */
    readonly row: number | null,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** Columns beyond this one are not read: no table of people has as many, and a sheet may claim 16,384. */
export const maxTableColumns = 200;
/** A cell's text ends here, as a spreadsheet's own does. */
export const maxCellCharacters = 32_767;
