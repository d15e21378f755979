import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { detectDelimiter, detectEncoding } from "./detect-text";
import { readCsv } from "./read-csv";
import { type TableFormat, type TableRow, TableUnreadable } from "./table";

const headBytes = 256 * 1024;

/**
 * Looks at a file whole, without holding it, and says how its rows are to be read. What it is called plays no part.
 *
 * @throws TableUnreadable when it is no table that can be read
 */
export async function inspectTable(path: string): Promise<TableFormat> {
  const head = await readHead(path);
  if (head.length === 0) throw new TableUnreadable("empty", null, "The file is empty.");
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    const { findSheets } = await import("./xlsx-book");
    const sheets = await findSheets(path);
    return { kind: "xlsx", sheet: sheets[0]!, sheets };
  }
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new TableUnreadable("oldWorkbook", null, "The workbook is of an old kind or behind a password.");
  }
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) {
    throw new TableUnreadable("notATable", null, "The file is a PDF.");
  }
  const encoding = detectEncoding(head, await isUtf8(path));
  const text = new TextDecoder(encoding).decode(head);
  if (/^\ufeff?\s*<(!doctype|html|table|\?xml)/i.test(text)) {
    throw new TableUnreadable("webPage", null, "The file is a web page.");
  }
  if (text.replace(/[\s\ufeff,;|]/g, "") === "")
    throw new TableUnreadable("empty", null, "The file is empty.");
  return { kind: "csv", encoding, delimiter: detectDelimiter(text) };
}

/**
 * The rows of a file, one by one, empty ones left out.
 *
 * @throws TableUnreadable after the rows that could be read
 */
export async function* readTable(
  path: string,
  format: TableFormat,
): AsyncGenerator<TableRow, void, undefined> {
  if (format.kind === "csv") {
    yield* readCsv(readText(path, format.encoding), format.delimiter);
    return;
  }
  const { readSheet } = await import("./xlsx-sheet");
  yield* readSheet(path, format.sheet);
}

async function* readText(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    // No database can hold a NUL, and no spreadsheet shows one.
    yield decoder.decode(chunk as Buffer, { stream: true }).replaceAll("\u0000", "");
  }
  yield decoder.decode();
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      decoder.decode(chunk as Buffer, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]) =>
  magic.every((byte, index) => bytes[index] === byte);
