import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { StateRecord } from "./records";

const readChunkBytes = 4 * 1024 * 1024;
const newline = 0x0a;

/**
 * The append-only file behind the stand-in: one line of JSON per accepted action, written before the action
 * is answered. A write that has returned is in the kernel's hands, so a SIGKILL of this process cannot lose it.
 */
export class Journal {
  private fd: number | undefined;
  private size = 0;

  constructor(private readonly path: string) {}

  /** Bytes written so far, old ones included. */
  get bytes(): number {
    return this.size;
  }

  /**
   * Opens the file, hands every whole line to `apply` in order, and cuts a torn last line off.
   * @returns how many facts were read
   */
  open(apply: (record: StateRecord) => void): number {
    mkdirSync(dirname(this.path), { recursive: true });
    this.fd = openSync(this.path, existsSync(this.path) ? "r+" : "w+", 0o600);
    let count = 0;
    let position = 0;
    let goodBytes = 0;
    let rest: Buffer = Buffer.alloc(0);
    const chunk = Buffer.allocUnsafe(readChunkBytes);
    for (;;) {
      const read = readSync(this.fd, chunk, 0, readChunkBytes, position);
      if (read === 0) break;
      position += read;
      const block = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = block.indexOf(newline); end !== -1; end = block.indexOf(newline, start)) {
        const records = parseLine(block.toString("utf8", start, end));
        if (records === null)
          throw new Error(`${this.path} is damaged at byte ${goodBytes}; move it away to start afresh.`);
        for (const record of records) apply(record);
        count += records.length;
        goodBytes += end + 1 - start;
        start = end + 1;
      }
      rest = Buffer.from(block.subarray(start));
    }
    if (goodBytes < position) ftruncateSync(this.fd, goodBytes);
    this.size = goodBytes;
    return count;
  }

  /** Writes the facts of one action as one line; returns when the kernel has it. */
  append(records: readonly StateRecord[]): void {
    this.size += writeAll(this.handle(), Buffer.from(`${JSON.stringify(records)}\n`), this.size);
  }

  /** Replaces the file by these facts: a new file is written and renamed over the old one. */
  rewrite(records: Iterable<StateRecord>): void {
    const nextPath = `${this.path}.next`;
    const next = openSync(nextPath, "w+", 0o600);
    let size = 0;
    let lines: string[] = [];
    let length = 0;
    const flush = () => {
      size += writeAll(next, Buffer.from(lines.join("")), size);
      lines = [];
      length = 0;
    };
    for (const record of records) {
      const line = `${JSON.stringify([record])}\n`;
      lines.push(line);
      length += line.length;
      if (length > readChunkBytes) flush();
    }
    flush();
    fsyncSync(next);
    renameSync(nextPath, this.path);
    closeSync(this.handle());
    this.fd = next;
    this.size = size;
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private handle(): number {
    if (this.fd === undefined) throw new Error("The local Telegram's journal is closed.");
    return this.fd;
  }
}

function parseLine(line: string): StateRecord[] | null {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? (value as StateRecord[]) : null;
  } catch {
    return null;
  }
}

function writeAll(fd: number, bytes: Buffer, position: number): number {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(fd, bytes, written, bytes.length - written, position + written);
  }
  return written;
}
