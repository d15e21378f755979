import { maxCellCharacters, maxTableColumns, type TableRow, TableUnreadable } from "./table";

/** A quote that is never closed swallows what follows; past this much it is told as the fault that it is. */
const maxQuotedCharacters = 4 * maxCellCharacters;

/** The apostrophe that keeps a spreadsheet from running a value (`writeCsv` sets it) belongs to the file. */
const unguard = (value: string) => value.replace(/^'(?=\s*[=+\-@＝＋－＠])/, "");

/**
 * Reads the rows of text that comes in pieces, holding no more than a row. Cells are trimmed; quoted ones keep
 * separators, line breaks and doubled quotes. A quote inside a cell that does not begin with one is a letter like any
 * other (5" pipe), and so is one that is followed by more text. Empty rows are counted and not given.
 *
 * @throws TableUnreadable `broken`, after the rows before it, where a quote is never closed
 */
export async function* readCsv(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<TableRow, void, undefined> {
  const reader = new CsvReader(delimiter);
  for await (const piece of pieces) {
    reader.write(piece);
    yield* reader.take();
    reader.check();
  }
  reader.end();
  yield* reader.take();
  reader.check();
}

class CsvReader {
  readonly #delimiter: string;
  readonly #ready: TableRow[] = [];
  #row = 1;
  #cells: string[] = [];
  #cell = "";
  /** Inside quotes, just after a quote inside quotes, or in plain text. */
  #state: "plain" | "quoted" | "quoteSeen" = "plain";
  #wasQuoted = false;
  /** Seen after a quote that may have ended the cell. */
  #spaces = 0;
  #hasReturn = false;
  #isFirst = true;
  #fault: TableUnreadable | null = null;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  take(): TableRow[] {
    return this.#ready.splice(0);
  }

  check(): void {
    if (this.#fault) throw this.#fault;
  }

  write(piece: string): void {
    let text = piece;
    if (this.#isFirst && text) {
      this.#isFirst = false;
      if (text.startsWith("\ufeff")) text = text.slice(1);
      const told = /^sep=.(\r?\n|$)/i.exec(text);
      if (told) {
        text = text.slice(told[0].length);
        this.#row += 1;
      }
    }
    let start = 0;
    for (let at = 0; at < text.length && !this.#fault; at++) {
      const code = text.charCodeAt(at);
      if (this.#state === "quoted") {
        if (code !== 34) continue;
        this.#add(text, start, at);
        start = at + 1;
        this.#state = "quoteSeen";
        continue;
      }
      if (this.#state === "quoteSeen") {
        if (code === 34 && this.#spaces === 0) {
          // Doubled: one quote of the text.
          this.#cell += '"';
          start = at + 1;
          this.#state = "quoted";
          continue;
        }
        start = at;
        if (code === 32) {
          this.#spaces += 1;
          continue;
        }
        if (!this.#isEnd(text[at]!)) {
          // A quote in the midst of the cell, not its end.
          this.#cell += `"${" ".repeat(this.#spaces)}`;
          this.#spaces = 0;
          this.#state = "quoted";
          continue;
        }
        this.#spaces = 0;
        this.#state = "plain";
      }
      const character = text[at]!;
      if (code === 34 && !this.#wasQuoted && (this.#cell + text.slice(start, at)).trim() === "") {
        this.#cell = "";
        start = at + 1;
        this.#state = "quoted";
        this.#wasQuoted = true;
      } else if (character === this.#delimiter) {
        this.#add(text, start, at);
        this.#endCell();
        start = at + 1;
      } else if (code === 10 || code === 13) {
        // "\r\n" ends one row, wherever the pieces part it.
        if (code === 10 && this.#hasReturn) {
          this.#hasReturn = false;
          start = at + 1;
          continue;
        }
        this.#add(text, start, at);
        this.#endRow();
        this.#hasReturn = code === 13;
        start = at + 1;
        continue;
      }
      this.#hasReturn = false;
    }
    if (this.#state !== "quoteSeen") this.#add(text, start, text.length);
    if (this.#state === "quoted" && this.#cell.length > maxQuotedCharacters) this.#failQuote();
  }

  end(): void {
    if (this.#fault) return;
    if (this.#state === "quoted") this.#failQuote();
    else if (this.#cell !== "" || this.#cells.length > 0) this.#endRow();
  }

  #isEnd(character: string): boolean {
    return character === this.#delimiter || character === "\n" || character === "\r";
  }

  #add(text: string, from: number, to: number): void {
    if (to > from) this.#cell += text.slice(from, to);
  }

  #endCell(): void {
    if (this.#cells.length < maxTableColumns) {
      this.#cells.push(unguard(this.#cell.trim().slice(0, maxCellCharacters)));
    }
    this.#cell = "";
    this.#wasQuoted = false;
    this.#spaces = 0;
    this.#state = "plain";
  }

  #endRow(): void {
    this.#endCell();
    const cells = this.#cells;
    this.#cells = [];
    while (cells.length > 0 && cells.at(-1) === "") cells.pop();
    if (cells.length > 0) this.#ready.push({ row: this.#row, cells });
    this.#row += 1;
  }

  #failQuote(): void {
    this.#fault = new TableUnreadable(
      "broken",
      this.#row,
      `Row ${this.#row} opens a quote that nothing closes.`,
    );
  }
}
