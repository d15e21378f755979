import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

/** A line of the file; `text` is null where it is longer than any update may be. */
export type Line = { number: number; text: string | null };

/** The webhook's door takes 1 MB; what is longer is not held in memory. */
const longestLineBytes = 4_000_000;
const newline = 0x0a;

/** The lines of a file, or of the standard input for "-", one at a time however large it is. Empty ones are left out. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const stream: Readable = file === "-" ? process.stdin : createReadStream(file);
  let parts: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  const finish = (): Line | null => {
    number += 1;
    const text = bytes > longestLineBytes ? null : Buffer.concat(parts).toString("utf8");
    parts = [];
    bytes = 0;
    const trimmed = number === 1 ? text?.replace(/^\ufeff/, "").trim() : text?.trim();
    return trimmed === "" ? null : { number, text: trimmed ?? null };
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    while (from < chunk.length) {
      const at = chunk.indexOf(newline, from);
      const part = chunk.subarray(from, at < 0 ? chunk.length : at);
      bytes += part.length;
      if (bytes <= longestLineBytes) parts.push(part);
      else parts = [];
      if (at < 0) break;
      from = at + 1;
      const line = finish();
      if (line) yield line;
    }
  }
  if (bytes > 0) {
    const line = finish();
    if (line) yield line;
  }
}
