import { expect, test } from "vitest";
import { RowCounter } from "./count-rows.ts";

const header = (extension = 0) =>
  Buffer.concat([
    Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"),
    Buffer.alloc(4),
    int32(extension),
    // An extension may look like anything, an end as well.
    Buffer.alloc(extension, 0xff),
  ]);
const end = Buffer.from([0xff, 0xff]);
const row = (...fields: (string | null)[]) => Buffer.concat([int16(fields.length), ...fields.map(field)]);
const field = (text: string | null) =>
  text === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

async function* cut(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

async function count(bytes: Buffer, size = bytes.byteLength): Promise<number> {
  const counter = new RowCounter();
  const handedOn: Uint8Array[] = [];
  for await (const piece of counter.count(cut(bytes, size))) handedOn.push(piece);
  expect(Buffer.concat(handedOn)).toEqual(bytes);
  return counter.rows;
}

/** With fields that are null, empty, of no plain text, and a row of none. */
const table = Buffer.concat([
  header(),
  row("merhaba", null, "\uFFFF\uFFFF 😀 مرحبا"),
  row(),
  row(""),
  row(null, null),
  row("x".repeat(300), "PGCOPY"),
  end,
]);

test("rows are counted wherever the stream is cut", async () => {
  for (let size = 1; size <= table.byteLength; size += 1) expect(await count(table, size)).toBe(5);
});

test("a table without rows has none", async () => {
  expect(await count(Buffer.concat([header(), end]))).toBe(0);
});

test("what a header brings along is passed over", async () => {
  const rows = Buffer.concat([header(7), row("bir"), row("iki"), end]);
  for (const size of [1, 3, rows.byteLength]) expect(await count(rows, size)).toBe(2);
});

test("rows that break off are no table", async () => {
  await expect(count(table.subarray(0, -1))).rejects.toThrow("The rows break off after 5 of them.");
  await expect(count(table.subarray(0, 40))).rejects.toThrow("The rows break off after 1 of them.");
  await expect(count(Buffer.alloc(0))).rejects.toThrow("The rows break off after 0 of them.");
});
