import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getRuntime } from "@/server/kernel";

/** Where the bytes of a hash stand: in the data folder, under its first two digits. */
function placeOf(sha256: string): { folder: string; path: string } {
  // Outside the project: the bundler must not take everything below it for a part of the application.
  const folder = join(/* turbopackIgnore: true */ getRuntime().env.dataDir, "files", sha256.slice(0, 2));
  return { folder, path: join(folder, sha256) };
}

/**
 * Keeps bytes under their hash. Written aside, flushed and then renamed, so that a half-written file never stands under
 * a hash; the same bytes again cost nothing.
 */
export async function keepBytes(bytes: Uint8Array): Promise<string> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { folder, path } = placeOf(sha256);
  if (await isKept(path, bytes.byteLength)) return sha256;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const aside = join(folder, `.${randomUUID()}`);
  try {
    const file = await open(aside, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return sha256;
}

/** Keeps a whole and flushed file under its hash, without a copy: both names are of the same bytes from then on. */
export async function keepStaged(path: string, sha256: string): Promise<void> {
  const place = placeOf(sha256);
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  await link(path, place.path).catch((error: unknown) => {
    if (Reflect.get(error as Error, "code") !== "EEXIST") throw error;
  });
}

/** How many bytes stand under a hash, or null when none do. */
export async function sizeOfKept(sha256: string): Promise<number | null> {
  return stat(placeOf(sha256).path).then(
    (found) => found.size,
    () => null,
  );
}

const pieceBytes = 256 * 1024;

/** The bytes under a hash from one place to another (both counted), piece by piece. */
export async function* readKept(sha256: string, from: number, to: number): AsyncGenerator<Uint8Array> {
  const file = await open(placeOf(sha256).path, "r");
  try {
    for (let at = from; at <= to; ) {
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, to - at + 1));
      const { bytesRead } = await file.read(piece, 0, piece.byteLength, at);
      if (bytesRead === 0) throw new Error("A kept file is shorter than it was.");
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function isKept(path: string, sizeBytes: number): Promise<boolean> {
  return stat(path).then(
    (found) => found.size === sizeBytes,
    () => false,
  );
}

/** How long bytes stand aside before they go: whoever is about to point at them has committed by then. */
const asideMs = 2_000;

/**
 * Removes the bytes under these hashes, except those that `findUsed` names. They are first put aside and asked for once
 * more, so that equal bytes which somebody else brings at this moment are not lost.
 */
export async function removeKept(
  hashes: readonly string[],
  findUsed: (hashes: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  const used = await findUsed(hashes);
  const unused = hashes.filter((sha256) => !used.has(sha256));
  if (unused.length === 0) return;
  for (const sha256 of unused) await rename(placeOf(sha256).path, asideOf(sha256)).catch(ignoreMissing);
  await sleep(asideMs);
  const usedAgain = await findUsed(unused);
  for (const sha256 of unused) {
    if (usedAgain.has(sha256)) await rename(asideOf(sha256), placeOf(sha256).path).catch(ignoreMissing);
    else await rm(asideOf(sha256), { force: true });
  }
}

const asideOf = (sha256: string): string => `${placeOf(sha256).path}.going`;

function ignoreMissing(error: unknown): void {
  if (Reflect.get(error as Error, "code") !== "ENOENT") throw error;
}
