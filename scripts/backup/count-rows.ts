import type { Content } from "./place.ts";

/** `PGCOPY\n\377\r\n\0` and the flags; the length of an extension follows. */
const headerBytes = 11 + 4;

/**
 * Counts the rows of a table as they stream by in the server's binary form (`COPY … (FORMAT binary)`, PostgreSQL's
 * documentation of COPY): a header, for each row the number of its fields as an int16 and each field as its length in an
 * int32 (−1 for null) and its bytes, and −1 in the place of a row at the end. Counting in the database would be reading the
 * table once more, as fast as it goes.
 */
export class RowCounter {
  rows = 0;
  #expects: "extension" | "row" | "field" | "nothing" = "extension";
  #fieldsLeft = 0;
  #toSkip = headerBytes;
  /** Of a number that began in an earlier piece. */
  #begun = { value: 0, bytes: 0 };

  /** @throws Error after the last piece when the rows have no end */
  async *count(pieces: Content): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.#read(piece);
      yield piece;
    }
    if (this.#expects !== "nothing") throw new Error(`The rows break off after ${this.rows} of them.`);
  }

  #read(piece: Uint8Array): void {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    let at = 0;
    while (at < piece.byteLength && this.#expects !== "nothing") {
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, piece.byteLength - at);
        this.#toSkip -= skipped;
        at += skipped;
        continue;
      }
      const size = this.#expects === "row" ? 2 : 4;
      if (this.#begun.bytes === 0 && at + size <= piece.byteLength) {
        this.#take(size === 2 ? view.getInt16(at) : view.getInt32(at));
        at += size;
      } else {
        this.#begin(view.getUint8(at), size);
        at += 1;
      }
    }
  }

  #begin(byte: number, size: number): void {
    const value = (this.#begun.value << 8) | byte;
    const bytes = this.#begun.bytes + 1;
    const isWhole = bytes === size;
    this.#begun = isWhole ? { value: 0, bytes: 0 } : { value, bytes };
    // The sign is that of the number's own size.
    if (isWhole) this.#take(size === 2 ? (value << 16) >> 16 : value);
  }

  #take(value: number): void {
    if (this.#expects === "extension") {
      this.#toSkip = value;
      this.#expects = "row";
    } else if (this.#expects === "row") {
      if (value === -1) {
        this.#expects = "nothing";
        return;
      }
      this.rows += 1;
      this.#fieldsLeft = value;
      if (value > 0) this.#expects = "field";
    } else {
      this.#toSkip = Math.max(value, 0);
      this.#fieldsLeft -= 1;
      if (this.#fieldsLeft === 0) this.#expects = "row";
    }
  }
}
