import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { deriveBackupKey, expecting, seal, unseal } from "./seal.ts";

const key = await deriveBackupKey(Buffer.alloc(32, 1));
const other = await deriveBackupKey(Buffer.alloc(32, 2));
// More than a few of age's pieces of 64 KB, and not to be compressed.
const words = Buffer.concat([Buffer.from("şİğ مرحبا "), randomBytes(400_000)]);

const stream = (...parts: Uint8Array[]) => Readable.from(parts);
async function sealed(content: Buffer): Promise<Buffer> {
  return buffer((await seal(key, stream(content))).sealed);
}
const opened = (bytes: Buffer, by = key) => buffer(unseal(by, stream(bytes), "a table"));

describe("what is sealed", () => {
  test("opens to the same bytes, and tells what went in", async () => {
    const { sealed: bytes, told } = await seal(key, stream(words.subarray(0, 7), words.subarray(7)));
    const kept = await buffer(bytes);
    expect(await opened(kept)).toEqual(words);
    expect(await buffer(expecting(told(), unseal(key, stream(kept), "a table"), "a table"))).toEqual(words);
    expect(await opened(await sealed(Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
  });

  test("is another text each time, and shows nothing of what is in it", async () => {
    const [one, two] = [await sealed(words), await sealed(words)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes("مرحبا")).toBe(false);
    expect(one.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
  });

  test("does not open under another key", async () => {
    await expect(opened(await sealed(words), other)).rejects.toThrow(/damaged/);
  });

  test.each([
    ["cut in the midst of a piece", (all: Buffer) => all.subarray(0, all.length - 1_000)],
    ["cut between two pieces", (all: Buffer) => all.subarray(0, headerBytes(all) + 2 * sealedPiece)],
    ["with two pieces changed about", (all: Buffer) => swapPieces(all)],
    ["with a piece left out", (all: Buffer) => withoutPiece(all)],
    ["with one bit changed", (all: Buffer) => flipped(all, all.length - 70_000)],
    ["with its head changed", (all: Buffer) => flipped(all, 60)],
    ["with something behind its end", (all: Buffer) => Buffer.concat([all, Buffer.of(0)])],
    ["of which nothing is left", () => Buffer.alloc(0)],
  ])("is refused %s", async (_, harm) => {
    await expect(opened(harm(await sealed(words)))).rejects.toThrow(/damaged/);
  });

  test("is refused when it is not what the manifest tells", async () => {
    const told = { bytes: 7, sha256: "0".repeat(64) };
    const content = unseal(key, stream(await sealed(words)), "a table");
    await expect(buffer(expecting(told, content, "a table"))).rejects.toThrow(/manifest tells 7/);
  });
});

test("a key and the names of files follow from the secret, and differ between secrets", async () => {
  expect(await deriveBackupKey(Buffer.alloc(32, 1))).toMatchObject({ id: key.id, identity: key.identity });
  expect(key.identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
  expect(key.id).not.toBe(other.id);
  expect(key.nameOf("ab")).not.toBe(other.nameOf("ab"));
});

/** A piece of age's payload: 64 KB and its tag. */
const sealedPiece = 65_536 + 16;
/** The head ends with the line of its own tag; a nonce of 16 bytes follows. */
function headerBytes(all: Buffer): number {
  return all.indexOf("\n", all.indexOf("\n--- ") + 1) + 1 + 16;
}
const piece = (all: Buffer, nth: number) => {
  const from = headerBytes(all) + nth * sealedPiece;
  return all.subarray(from, from + sealedPiece);
};
function swapPieces(all: Buffer): Buffer {
  const head = all.subarray(0, headerBytes(all));
  return Buffer.concat([head, piece(all, 1), piece(all, 0), all.subarray(head.length + 2 * sealedPiece)]);
}
function withoutPiece(all: Buffer): Buffer {
  const head = all.subarray(0, headerBytes(all));
  return Buffer.concat([head, piece(all, 0), all.subarray(head.length + 2 * sealedPiece)]);
}
function flipped(all: Buffer, at: number): Buffer {
  const harmed = Buffer.from(all);
  harmed[at]! ^= 1;
  return harmed;
}
