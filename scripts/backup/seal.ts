import { createHash, createHmac, hkdfSync } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream as NodeStream } from "node:stream/web";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { bech32 } from "@scure/base";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { PlainError } from "../lib/plain-error.ts";
import { fullSpeed, type Pace } from "./pace.ts";
import type { Content } from "./place.ts";

/** What backups of an installation are sealed with; all of it follows from its secret. */
export type BackupKey = {
  /** Tells keys apart and nothing about them: it stands in the names of manifests. */
  id: string;
  /** An identity of age (`AGE-SECRET-KEY-1…`): `age --decrypt` opens every object with it. */
  identity: string;
  recipient: string;
  /** Under what name the bytes of a hash are kept, so that the name does not tell the hash. */
  nameOf(sha256: string): string;
};

export type Told = { bytes: number; sha256: string };

const pieceBytes = 256 * 1024;
/**
 * The fastest of zstd's usual levels: rows of a database come out as small as at the default one, for a third of the
 * processor time, which customers have use for while a backup is made.
 */
const compression = {
  chunkSize: pieceBytes,
  params: { [constants.ZSTD_c_compressionLevel]: 1 },
};

/** @param secret `SANTRAL_SECRET`, as bytes */
export async function deriveBackupKey(secret: Buffer): Promise<BackupKey> {
  const derive = (purpose: string) => new Uint8Array(hkdfSync("sha256", secret, "santral", purpose, 32));
  const identity = bech32.encodeFromBytes("AGE-SECRET-KEY-", derive("backup identity")).toUpperCase();
  const names = derive("backup names");
  return {
    id: `b${Buffer.from(derive("backup key id")).subarray(0, 6).toString("hex")}`,
    identity,
    recipient: await identityToRecipient(identity),
    nameOf: (sha256) => createHmac("sha256", names).update(sha256).digest("hex"),
  };
}

/**
 * Compresses (zstd) and encrypts (age: X25519, then ChaCha20-Poly1305 in pieces of 64 KB that are bound to their order
 * and their end) while it streams.
 *
 * @param pace how fast the content is asked for
 * @returns the sealed bytes, and what went in once they have been read to the end
 */
export async function seal(
  key: BackupKey,
  content: Content,
  pace: Pace = fullSpeed,
): Promise<{ sealed: Content; told: () => Told }> {
  const meter = new Meter();
  const encrypter = new Encrypter();
  encrypter.addRecipient(key.recipient);
  const compressed = through(meter.measure(pace(gather(content))), createZstdCompress(compression));
  return {
    sealed: await encrypter.encrypt(toWeb(gather(compressed))),
    told: () => meter.told(),
  };
}

/**
 * The bytes that were sealed. Nothing of a piece is handed on before its tag has been checked.
 *
 * @throws PlainError when it was altered, cut off or sealed under another key
 */
export async function* unseal(key: BackupKey, sealed: Content, path: string): AsyncGenerator<Uint8Array> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(key.identity);
    const opened = await decrypter.decrypt(toWeb(gather(sealed)));
    yield* through(opened, createZstdDecompress({ chunkSize: pieceBytes }));
  } catch (cause) {
    if (cause instanceof PlainError || isOfTheMachine(cause)) throw cause;
    throw new PlainError(
      `The backup is damaged: ${path} was altered or cut off (${(cause as Error).message}).`,
    );
  }
}

/** Hands bytes on and fails at their end when they are not those that were told. */
export async function* expecting(told: Told, content: Content, path: string): AsyncGenerator<Uint8Array> {
  const meter = new Meter();
  yield* meter.measure(content);
  const found = meter.told();
  // By the hash alone: the size of a stored file is the one on disk, which may have been harmed since it was backed up.
  if (found.sha256 !== told.sha256) {
    throw new PlainError(
      `The backup is damaged: ${path} has ${found.bytes} bytes of hash ${found.sha256.slice(0, 12)}…, and its manifest ` +
        `tells ${told.bytes} of ${told.sha256.slice(0, 12)}….`,
    );
  }
}

/** Counts and hashes what passes. */
export class Meter {
  #bytes = 0;
  readonly #hash = createHash("sha256");
  async *measure(content: Content): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      this.#bytes += chunk.byteLength;
      this.#hash.update(chunk);
      yield chunk;
    }
  }
  /** Once, at the end. */
  told(): Told {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}

/** Joins small chunks: rows come one by one, and each step of a stream costs more than their bytes. */
export async function* gather(content: Content): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    parts.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(parts);
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(parts);
}

async function* through(
  content: Content,
  change: NodeJS.ReadWriteStream & Readable,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(content, { objectMode: false });
  // An error of the source comes out of the stream that is read.
  pipeline(source, change).catch(() => {});
  yield* change as AsyncIterable<Uint8Array>;
}

/** The same streams, under the name that browsers' types have for them. */
const toWeb = (content: Content) => NodeStream.from(content) as unknown as ReadableStream<Uint8Array>;

/** A full disk or a lost connection is not the backup's fault. */
const isOfTheMachine = (error: unknown): boolean => {
  const code = Reflect.get(error as Error, "code");
  return typeof code === "string" && /^E[A-Z]+$/.test(code);
};
