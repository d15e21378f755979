import { createReadStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { z } from "zod";
import { PlainError } from "../lib/plain-error.ts";
import { writeWhole } from "./folder-place.ts";
import { filesPath, type Manifest } from "./manifest.ts";
import type { Pace } from "./pace.ts";
import { type Content, listAll, type Place } from "./place.ts";
import { type BackupKey, expecting, Meter, seal, type Told, unseal } from "./seal.ts";

/** A file of the data folder: where it stands (with slashes) and what is in it. */
const Entry = z.object({ path: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number() });
type Entry = z.infer<typeof Entry>;

const atOnce = 8;
const highWaterMark = 256 * 1024;

/** Of the database, of one machine or one run, or kept elsewhere in the backup. Anything else is taken. */
const leftOut = [
  /^postgres$/,
  /^secrets[.]json/,
  /^run[.]json/,
  /^backups[.]json/,
  /^restore[.]json/,
  /^restoring$/,
  /^before-/,
  /^bench$/,
  /[.]log$/,
];
/** The store of the product's files: what stands there never changes and is named after its hash. */
const keptPattern = /^files\/[0-9a-f]{2}\/([0-9a-f]{64})$/;

/** Whether a backup leaves something out that lies in a data folder. */
export const isLeftOut = (name: string): boolean => leftOut.some((pattern) => pattern.test(name));

const blobFolder = (sha256: string) => `files/${sha256.slice(0, 2)}/`;
/** Under two digits of the hash, so that a folder of the store has one folder of the place to look at. */
export const blobPath = (key: BackupKey, sha256: string) =>
  `${blobFolder(sha256)}${key.nameOf(sha256)}.zst.age`;

/**
 * Brings the files of a data folder to the place and writes their list. What the place has from an earlier backup is not
 * sent again. A file that goes meanwhile is left out; one that comes meanwhile may be in it.
 *
 * @returns what the manifest tells of them, how many were sent, and a sentence for each that is not what its name says
 */
export async function saveFiles(input: {
  dataDir: string;
  place: Place;
  key: BackupKey;
  pace: Pace;
  backupId: string;
  /** Absolute folders that are not followed: a place for backups may lie in the data folder. */
  except: readonly string[];
}): Promise<{ files: Manifest["files"]; sent: number; warnings: string[] }> {
  const { dataDir, place, key, pace, backupId, except } = input;
  const known = new KnownBlobs(place);
  const warnings: string[] = [];
  let [sent, count, contentBytes] = [0, 0, 0];

  const save = async (path: string): Promise<Entry | null> => {
    for (let attempt = 1; ; attempt += 1) {
      const expected = keptPattern.exec(path)?.[1];
      const told = expected ? await sizeOf(dataDir, path, expected) : await hashOf(dataDir, path, pace);
      if (!told) return null;
      const blob = blobPath(key, told.sha256);
      if (await known.has(blob)) return { path, ...told };
      const found = await send(dataDir, path, place, key, pace, blob);
      if (!found) return null;
      if (found.sha256 === told.sha256) {
        sent += 1;
        return { path, ...found };
      }
      await place.remove([blob]);
      if (expected || attempt === 3) {
        warnings.push(
          `${path} ${expected ? "is not what its name says" : "changes all the time"}; it is left out.`,
        );
        return null;
      }
    }
  };
  const lines = async function* (): AsyncGenerator<Uint8Array> {
    for await (const entry of inTurn(walk(dataDir, "", except), save)) {
      if (!entry) continue;
      count += 1;
      contentBytes += entry.bytes;
      yield Buffer.from(`${JSON.stringify(entry)}\n`);
    }
  };
  const { sealed, told } = await seal(key, lines());
  await place.write(filesPath(backupId), sealed);
  return { files: { ...told(), count, contentBytes }, sent, warnings };
}

/** Whether every file of a backup stands in the place. @throws PlainError naming the first that does not */
export async function requireFiles(place: Place, key: BackupKey, manifest: Manifest): Promise<void> {
  const known = new KnownBlobs(place);
  for await (const { path, sha256 } of listFiles(place, key, manifest)) {
    if (!(await known.has(blobPath(key, sha256)))) {
      throw new PlainError(`The backup is damaged: the file ${path} is not in the place any more.`);
    }
  }
}

/** The list of a backup's files, checked against its manifest. */
export async function* listFiles(place: Place, key: BackupKey, manifest: Manifest): AsyncGenerator<Entry> {
  const path = filesPath(manifest.id);
  const content = expecting(manifest.files, unseal(key, await place.read(path), path), path);
  for await (const line of createInterface({ input: Readable.from(content, { objectMode: false }) })) {
    yield Entry.parse(JSON.parse(line));
  }
}

/** The bytes of one file, checked. */
export async function readFile(place: Place, key: BackupKey, entry: Entry): Promise<Content> {
  const path = blobPath(key, entry.sha256);
  return expecting(entry, unseal(key, await place.read(path), path), entry.path);
}

/**
 * Brings a backup's files into folders: those of the file store at once, where more of them do no harm; the others into
 * `stageDir`, to be put in place with the database.
 */
export async function loadFiles(input: {
  place: Place;
  key: BackupKey;
  manifest: Manifest;
  dataDir: string;
  stageDir: string;
}): Promise<void> {
  const { place, key, manifest, dataDir, stageDir } = input;
  const load = async (entry: Entry): Promise<void> => {
    const isKept = keptPattern.test(entry.path);
    const target = join(isKept ? dataDir : stageDir, safe(entry.path));
    if (isKept && (await stat(target).catch(() => null))?.size === entry.bytes) return;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeWhole(target, await readFile(place, key, entry));
  };
  for await (const _ of inTurn(listFiles(place, key, manifest), load));
}

/** @throws PlainError when a path would leave the folder */
function safe(path: string): string {
  if (
    path.split("/").some((part) => part === "" || part === "." || part === "..") ||
    isLeftOut(path.split("/")[0]!)
  ) {
    throw new PlainError(`The backup is damaged: it names the file "${path}".`);
  }
  return path.split("/").join(sep);
}

/** Works on several at once and hands the results on in order; no more than a few are waited for. */
async function* inTurn<T, R>(items: AsyncIterable<T>, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const limit = pLimit(atOnce);
  const waiting: Promise<R>[] = [];
  for await (const item of items) {
    const one = limit(() => work(item));
    one.catch(() => {});
    waiting.push(one);
    if (waiting.length >= atOnce * 4) yield await waiting.shift()!;
  }
  for (const one of waiting) yield await one;
}

/** What a place has, looked up a folder at a time: the store is walked in the same order. */
class KnownBlobs {
  readonly #folders = new LRUCache<string, Promise<Set<string>>>({ max: 16 });
  readonly #place: Place;
  constructor(place: Place) {
    this.#place = place;
  }
  async has(path: string): Promise<boolean> {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    let paths = this.#folders.get(folder);
    if (!paths) {
      paths = listAll(this.#place, folder).then((found) => new Set(found.map((one) => one.path)));
      this.#folders.set(folder, paths);
    }
    return (await paths).has(path);
  }
}

async function* walk(root: string, below: string, except: readonly string[]): AsyncGenerator<string> {
  const folder = join(root, below);
  if (except.includes(folder)) return;
  const entries = (await readdir(folder, { withFileTypes: true }).catch(ignoreMissing)) ?? [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (below === "" && isLeftOut(entry.name)) continue;
    if (entry.isDirectory()) yield* walk(root, path, except);
    // Of the file store only what stands under its hash: the rest is being written, or about to go.
    else if (entry.isFile() && (!path.startsWith("files/") || keptPattern.test(path))) yield path;
  }
}

async function sizeOf(dataDir: string, path: string, sha256: string): Promise<Told | null> {
  const found = await stat(join(dataDir, path)).catch(ignoreMissing);
  return found ? { sha256, bytes: found.size } : null;
}

async function hashOf(dataDir: string, path: string, pace: Pace): Promise<Told | null> {
  const meter = new Meter();
  try {
    for await (const _ of meter.measure(pace(createReadStream(join(dataDir, path), { highWaterMark }))));
  } catch (error) {
    return ignoreMissing(error) ?? null;
  }
  return meter.told();
}

/** @returns what was sent, or null when the file has gone */
async function send(
  dataDir: string,
  path: string,
  place: Place,
  key: BackupKey,
  pace: Pace,
  blob: string,
): Promise<Told | null> {
  const content = createReadStream(join(dataDir, path), { highWaterMark });
  try {
    const { sealed, told } = await seal(key, content, pace);
    await place.write(blob, sealed);
    return told();
  } catch (error) {
    return ignoreMissing(error) ?? null;
  } finally {
    content.destroy();
  }
}

/** Removes a folder that was staged for files, with all that is in it. */
export const dropStage = (stageDir: string) => rm(stageDir, { recursive: true, force: true });

function ignoreMissing(error: unknown): undefined {
  if (Reflect.get(error as Error, "code") !== "ENOENT") throw error;
  return undefined;
}
