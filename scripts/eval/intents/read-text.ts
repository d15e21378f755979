import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { PlainError } from "../../lib/plain-error.ts";

/** @throws PlainError when there is no such file, or it is not text in UTF-8 */
export function readText(path: string): { text: string; name: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new PlainError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), name: basename(path) };
  } catch {
    throw new PlainError(`${path} is not text in UTF-8.`);
  }
}
