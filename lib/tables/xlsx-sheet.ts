import { maxCellCharacters, maxTableColumns, type TableRow, TableUnreadable } from "./table";
import {
  createParser,
  openBook,
  openPart,
  readDateStyles,
  readSharedStrings,
  readWorkbook,
  unescapeText,
} from "./xlsx-book";

const dayMs = 86_400_000;

/**
 * The rows of a sheet, one by one: text as it stands, numbers without exponents, dates as `2026-11-18` or
 * `2026-11-18 14:05:00`, of a formula the value that was last reckoned. Nothing is run, nothing outside the sheet is
 * looked at, columns beyond the two hundredth are passed over.
 *
 * @throws TableUnreadable
 */
export async function* readSheet(path: string, sheetName: string): AsyncGenerator<TableRow, void, undefined> {
  const book = await openBook(path);
  try {
    const { sheets, is1904 } = await readWorkbook(book);
    const sheet = sheets.find(({ name }) => name === sheetName) ?? sheets[0]!;
    const reader = new SheetReader(await readSharedStrings(book), await readDateStyles(book), is1904);
    try {
      for await (const chunk of await openPart(book, sheet.part, "sheet")) {
        reader.parser.write(chunk);
        yield* reader.take();
      }
      reader.parser.close();
      yield* reader.take();
    } catch (error) {
      if (!(error instanceof TableUnreadable)) throw error;
      yield* reader.take();
      throw new TableUnreadable(error.fault, reader.lastRow + 1, error.message, { cause: error });
    }
  } finally {
    book.zip.close();
  }
}

class SheetReader {
  readonly parser = createParser(
    ({ name, attributes }, isClosing) => (isClosing ? this.#close(name) : this.#open(name, attributes)),
    (text) => {
      if (this.#isValue && this.#text.length < maxCellCharacters) this.#text += text;
    },
  );
  readonly #strings: readonly string[];
  readonly #dateStyles: readonly boolean[];
  readonly #epoch: number;
  readonly #ready: TableRow[] = [];
  #cells: string[] = [];
  #column = -1;
  #type = "";
  #isDate = false;
  #isValue = false;
  #isReading = false;
  #text = "";
  lastRow = 0;

  constructor(strings: readonly string[], dateStyles: readonly boolean[], is1904: boolean) {
    this.#strings = strings;
    this.#dateStyles = dateStyles;
    this.#epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  }

  take(): TableRow[] {
    return this.#ready.splice(0);
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (name === "row") {
      const told = Number(attributes.r);
      this.lastRow = Number.isInteger(told) && told > this.lastRow ? told : this.lastRow + 1;
      this.#cells = [];
      this.#column = -1;
    } else if (name === "c") {
      this.#column = attributes.r ? columnOf(attributes.r) : this.#column + 1;
      this.#type = attributes.t ?? "n";
      this.#isDate = this.#dateStyles[Number(attributes.s)] ?? false;
      this.#text = "";
    } else if (name === "rPh") this.#isReading = true;
    else if (name === "v" || name === "t") this.#isValue = !this.#isReading;
  }

  #close(name: string): void {
    if (name === "v" || name === "t") this.#isValue = false;
    else if (name === "rPh") this.#isReading = false;
    else if (name === "c" && this.#column >= 0 && this.#column < maxTableColumns && this.#text !== "") {
      while (this.#cells.length < this.#column) this.#cells.push("");
      this.#cells[this.#column] = this.#value().trim().slice(0, maxCellCharacters);
    } else if (name === "row") {
      while (this.#cells.length > 0 && this.#cells.at(-1) === "") this.#cells.pop();
      if (this.#cells.length > 0) this.#ready.push({ row: this.lastRow, cells: this.#cells });
    }
  }

  #value(): string {
    const text = this.#text;
    switch (this.#type) {
      case "s":
        return this.#strings[Number(text)] ?? "";
      case "str":
      case "inlineStr":
        return unescapeText(text).replaceAll("\u0000", "");
      case "b":
        return text === "1" ? "true" : "false";
      case "d":
        return text;
      // #N/A and its like: the cell says nothing.
      case "e":
        return "";
      default:
        return this.#number(text);
    }
  }

  #number(text: string): string {
    const value = Number(text);
    if (!Number.isFinite(value)) return text;
    if (this.#isDate && value >= 0 && value < 2_958_466) return toMoment(this.#epoch, value);
    // Fifteen digits are what a spreadsheet holds; the rest is noise of binary fractions.
    const plain = Number(value.toPrecision(15));
    return Math.abs(plain) >= 1e21 || (plain !== 0 && Math.abs(plain) < 1e-6)
      ? String(plain)
      : plain.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 12 });
  }
}

/** Serial days since the epoch, without a zone, as people write them. */
function toMoment(epoch: number, serial: number): string {
  const moment = new Date(epoch + Math.round(serial * 86_400) * 1_000);
  const iso = moment.toISOString();
  if (serial < 1) return iso.slice(11, 16);
  return moment.getTime() % dayMs === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** "AB12" → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length && at < 8; at++) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + (letter - 64);
  }
  return column - 1;
}
