import { TableUnreadable } from "./table";

/** The letters that a text of each script is mostly made of. */
const frequent = {
  "windows-1251": /[оеаинтсрвлкмдпуяыОЕАИНТСРВЛКМДП]/gu,
  "windows-1256": /[اليمونرتبةعدسفهكأحقجش]/gu,
} as const;

/**
 * How the bytes of a text file are to be read: by its mark; as UTF-16 where every other byte is zero; as UTF-8 where
 * all of it is; else in the old code page of its letters: Turkish (Windows-1254, what Turkish Excel writes as "CSV"),
 * Cyrillic or Arabic.
 *
 * @param head the file's first bytes
 * @param isUtf8 whether the whole file is valid UTF-8
 * @throws TableUnreadable when it is no text
 */
export function detectEncoding(head: Uint8Array, isUtf8: boolean): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = countZeros(head);
  if (zeros.odd + zeros.even > 0) {
    // Latin letters in UTF-16 without a mark: every second byte is zero, always the same one.
    if (zeros.odd > head.length * 0.3 && zeros.even === 0) return "utf-16le";
    if (zeros.even > head.length * 0.3 && zeros.odd === 0) return "utf-16be";
    throw new TableUnreadable("notATable", null, "The file holds bytes that no text has.");
  }
  if (isUtf8) return "utf-8";
  return detectCodePage(head);
}

function countZeros(bytes: Uint8Array): { odd: number; even: number } {
  const counts = { odd: 0, even: 0 };
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] === 0) counts[index % 2 ? "odd" : "even"] += 1;
  }
  return counts;
}

/** Turkish letters stand alone among Latin ones; Cyrillic and Arabic words are made of high bytes from end to end. */
function detectCodePage(head: Uint8Array): string {
  let high = 0;
  let joined = 0;
  for (let index = 0; index < head.length; index++) {
    if (head[index]! < 0xc0) continue;
    high += 1;
    if ((head[index - 1] ?? 0) >= 0xc0 || (head[index + 1] ?? 0) >= 0xc0) joined += 1;
  }
  if (high === 0 || joined / high < 0.6) return "windows-1254";
  const [best] = (["windows-1251", "windows-1256"] as const)
    .map((encoding) => ({
      encoding,
      score: new TextDecoder(encoding).decode(head).match(frequent[encoding])?.length ?? 0,
    }))
    .sort((one, other) => other.score - one.score);
  return best!.score > high * 0.5 ? best!.encoding : "windows-1254";
}

const delimiters = [",", ";", "\t", "|"] as const;

/**
 * The mark that parts the cells: what the first line of a spreadsheet says itself (`sep=;`), else the one that gives
 * most lines the same number of cells.
 */
export function detectDelimiter(head: string): string {
  const told = /^\ufeff?sep=(.)\r?\n/i.exec(head)?.[1];
  if (told) return told;
  const lines = firstLines(head, 50);
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => countOutsideQuotes(line, delimiter));
    const usual = mostUsual(counts.filter((count) => count > 0));
    if (usual === null) continue;
    const same = counts.filter((count) => count === usual).length;
    // Agreement of the lines counts before the number of cells: prose is full of commas. A title may stand above.
    const score = (same / counts.length) * 10 + Math.min(usual, 30) / 10;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** The number that stands most often; of equals the larger. */
function mostUsual(counts: readonly number[]): number | null {
  const groups = [...Map.groupBy(counts, (count) => count)];
  groups.sort(([one, ones], [other, others]) => others.length - ones.length || other - one);
  return groups[0]?.[0] ?? null;
}

/** Whole lines of the head that are not empty; a line break inside quotes ends none. */
function firstLines(head: string, most: number): string[] {
  const lines: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < head.length && lines.length < most; at++) {
    const character = head[at];
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted || (character !== "\n" && character !== "\r")) continue;
    if (at > start) lines.push(head.slice(start, at));
    start = at + 1;
  }
  // The last one may have been cut by the end of the head.
  if (lines.length === 0 && start < head.length) lines.push(head.slice(start));
  return lines;
}

function countOutsideQuotes(line: string, delimiter: string): number {
  let count = 0;
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === delimiter) count += 1;
  }
  return count;
}
