import type { Readable } from "node:stream";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { TableUnreadable } from "./table";

/** What a workbook's parts may unpack to. The sheet is read as it unpacks; the others are held. */
const maxBytes = { sheet: 512 * 1024 * 1024, strings: 128 * 1024 * 1024, other: 16 * 1024 * 1024 };
const maxEntries = 5_000;
/** XML of a full sheet packs to a tenth or a thirtieth; a bomb to a thousandth. */
const maxRatio = 250;
const ratioFromBytes = 16 * 1024 * 1024;

/** An open workbook: its parts by name. Close it. */
export type Book = { entries: Map<string, Entry>; zip: ZipFile };

/** @throws TableUnreadable when it is no archive that can be read */
export async function openBook(path: string): Promise<Book> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) =>
      error ? reject(broken(error)) : resolve(opened),
    ),
  );
  const entries = new Map<string, Entry>();
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on("entry", (entry: Entry) => {
        entries.set(entry.fileName.toLowerCase(), entry);
        if (entries.size > maxEntries) reject(new TableUnreadable("tooLarge", null, "Too many parts."));
        else zip.readEntry();
      });
      zip.once("end", resolve);
      zip.once("error", (error: Error) => reject(broken(error)));
      zip.readEntry();
    });
  } catch (error) {
    zip.close();
    throw error;
  }
  return { entries, zip };
}

/** The names of the sheets that a reader sees, in their order. */
export async function findSheets(path: string): Promise<string[]> {
  const book = await openBook(path);
  try {
    return (await readWorkbook(book)).sheets.map(({ name }) => name);
  } finally {
    book.zip.close();
  }
}

export type Workbook = { sheets: { name: string; part: string }[]; is1904: boolean };

/** @throws TableUnreadable when there is no sheet to read */
export async function readWorkbook(book: Book): Promise<Workbook> {
  const targets = new Map<string, string>();
  await readPart(book, "xl/_rels/workbook.xml.rels", "other", (tag) => {
    const { Id: id, Target: target } = tag.attributes;
    if (tag.name === "Relationship" && id && target) targets.set(id, toPart(target));
  });
  const found: { name: string; part: string; isHidden: boolean }[] = [];
  let is1904 = false;
  const hasBook = await readPart(book, "xl/workbook.xml", "other", (tag, isClosing) => {
    if (isClosing) return;
    if (tag.name === "workbookPr") is1904 = /^(1|true)$/i.test(tag.attributes.date1904 ?? "");
    if (tag.name !== "sheet") return;
    const { name = "", state } = tag.attributes;
    const relation = Object.entries(tag.attributes).find(([key]) => /(^|:)id$/.test(key))?.[1];
    const part = relation && targets.get(relation);
    if (part && book.entries.has(part))
      found.push({ name, part, isHidden: (state ?? "visible") !== "visible" });
  });
  const visible = found.filter(({ isHidden }) => !isHidden);
  const sheets = visible.length > 0 ? visible : found;
  if (!hasBook || sheets.length === 0) {
    throw new TableUnreadable("notATable", null, "The archive holds no sheet.");
  }
  return { sheets: sheets.map(({ name, part }) => ({ name, part })), is1904 };
}

/** "worksheets/sheet1.xml" and "/xl/worksheets/sheet1.xml" are the same part. */
const toPart = (target: string) =>
  (target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`).toLowerCase();

/** Which styles show a number as a date, by their place. */
export async function readDateStyles(book: Book): Promise<boolean[]> {
  const custom = new Map<string, boolean>();
  const styles: boolean[] = [];
  let isInside = false;
  await readPart(book, "xl/styles.xml", "other", (tag, isClosing) => {
    if (tag.name === "cellXfs") isInside = !isClosing;
    if (isClosing) return;
    const { numFmtId: id = "0", formatCode } = tag.attributes;
    if (tag.name === "numFmt" && formatCode !== undefined) custom.set(id, isDateFormat(formatCode));
    if (tag.name === "xf" && isInside) styles.push(custom.get(id) ?? isBuiltInDate(Number(id)));
  });
  return styles;
}

/** ECMA-376, 18.8.30, with the numbers that East Asian editions add. */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

function isDateFormat(code: string): boolean {
  const bare = code
    .split(";")[0]!
    .replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]/gi, "")
    .replace(/general/gi, "");
  return /[dmyhs]/i.test(bare) && !/[0#?]\.?[0#?]*e[+-]/i.test(bare);
}

/** Every text of the shared table, in its order. */
export async function readSharedStrings(book: Book): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let depth = { isText: false, isReading: 0 };
  await readPart(
    book,
    "xl/sharedstrings.xml",
    "strings",
    (tag, isClosing) => {
      if (tag.name === "si") {
        if (isClosing) strings.push(text);
        text = "";
      } else if (tag.name === "t") depth = { ...depth, isText: !isClosing };
      // The reading aid above East Asian words is not part of them.
      else if (tag.name === "rPh") depth = { ...depth, isReading: depth.isReading + (isClosing ? -1 : 1) };
    },
    (piece) => {
      if (depth.isText && depth.isReading === 0) text += piece;
    },
  );
  return strings.map(unescapeText);
}

/** `_x000D_` and its like, as spreadsheets write characters that XML cannot hold. */
export const unescapeText = (text: string) =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

type OnTag = (tag: { name: string; attributes: Record<string, string> }, isClosing: boolean) => void;

/** Reads a small part whole. False when the book has none of that name. */
async function readPart(
  book: Book,
  name: string,
  kind: keyof typeof maxBytes,
  onTag: OnTag,
  onText?: (text: string) => void,
): Promise<boolean> {
  if (!book.entries.has(name)) return false;
  const parser = createParser(onTag, onText);
  for await (const chunk of await openPart(book, name, kind)) parser.write(chunk);
  parser.close();
  return true;
}

export type PartParser = { write(chunk: Uint8Array): void; close(): void };

/**
 * Reads XML as it comes. A document type is refused: no workbook has one, and it is how entities multiply and how
 * files of the machine are asked for.
 */
export function createParser(onTag: OnTag, onText?: (text: string) => void): PartParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder("utf-8");
  parser.on("opentag", (tag: SaxesTagPlain) =>
    onTag({ name: local(tag.name), attributes: tag.attributes }, false),
  );
  parser.on("closetag", (tag) => onTag({ name: local(tag.name), attributes: {} }, true));
  if (onText) {
    parser.on("text", onText);
    parser.on("cdata", onText);
  }
  parser.on("doctype", () => {
    throw new TableUnreadable("broken", null, "The workbook declares a document type.");
  });
  parser.on("error", (error) => {
    throw broken(error);
  });
  return {
    write: (chunk) => void parser.write(decoder.decode(chunk, { stream: true })),
    close: () => void parser.close(),
  };
}

const local = (name: string) => (name.includes(":") ? name.slice(name.indexOf(":") + 1) : name);

/**
 * The unpacked bytes of a part, as they are asked for.
 *
 * @throws TableUnreadable when it would unpack to more than it may, or is encrypted
 */
export async function openPart(
  book: Book,
  name: string,
  kind: keyof typeof maxBytes,
): Promise<AsyncIterable<Uint8Array>> {
  const entry = book.entries.get(name)!;
  const { uncompressedSize, compressedSize } = entry;
  const isPacked = uncompressedSize > ratioFromBytes && uncompressedSize > compressedSize * maxRatio;
  if (uncompressedSize > maxBytes[kind] || isPacked) {
    throw new TableUnreadable("tooLarge", null, `${name} unpacks to ${uncompressedSize} bytes.`);
  }
  const stream = await new Promise<Readable>((resolve, reject) =>
    book.zip.openReadStream(entry, (error, opened) => (error ? reject(broken(error)) : resolve(opened))),
  );
  return faithful(stream);
}

/** A part that is longer than the archive says, or damaged, is the file's fault. */
async function* faithful(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw broken(error);
  }
}

const broken = (cause: unknown) =>
  cause instanceof TableUnreadable
    ? cause
    : new TableUnreadable("broken", null, cause instanceof Error ? cause.message : String(cause), { cause });
