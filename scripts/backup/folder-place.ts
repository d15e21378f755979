import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { PlainError } from "../lib/plain-error.ts";
import type { Content, Place } from "./place.ts";
import { leavingRoom } from "./room.ts";

/** Flushed at a time: of a large file at its end alone everybody else's commits would wait for the disk. */
const flushBytes = 1024 * 1024;
/** Written aside under such a name, which is never listed. */
const draftPrefix = ".draft-";

/**
 * A folder of this machine (or one that it has mounted) as a place for backups.
 *
 * @param dataDir of the product, where it writes: whose disk it shares, it leaves space
 */
export function openFolder(folder: string, dataDir?: string): Place {
  const pathOf = (path: string) => join(folder, path);
  return {
    address: folder,
    async write(path, content) {
      const target = pathOf(path);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 }).catch(tellOf(folder));
      const fitting = dataDir ? leavingRoom(folder, dataDir, content) : content;
      return writeWhole(target, fitting).catch(tellOf(folder));
    },
    async read(path) {
      const file = await open(pathOf(path), "r").catch(ignoreMissing);
      if (!file) throw new PlainError(`The backup is damaged: ${pathOf(path)} is missing.`);
      return createReadStream("", { fd: file, highWaterMark: 256 * 1024 });
    },
    async *list(below) {
      try {
        yield* walk(folder, pathOf(below));
      } catch (cause) {
        tellOf(folder)(cause);
      }
    },
    async remove(paths) {
      for (const path of paths) await rm(pathOf(path), { force: true });
      for (const parent of new Set(paths.map((path) => dirname(pathOf(path)))))
        await removeEmpty(parent, folder);
    },
  };
}

/** Full, forbidden, away: what the one who chose the folder can mend. */
const ofTheFolder = new Set([
  "ENOSPC",
  "EDQUOT",
  "EACCES",
  "EPERM",
  "EROFS",
  "ENOTDIR",
  "EIO",
  "ENAMETOOLONG",
]);

const tellOf = (folder: string) => (cause: unknown) => {
  if (!ofTheFolder.has(String(Reflect.get(cause as Error, "code")))) throw cause;
  throw new PlainError(`Backups cannot be kept in ${folder}: ${(cause as Error).message}`);
};

/**
 * Writes a file aside, flushes it and gives it its name, so that what stands under the name is whole, power cuts
 * included. @returns its bytes
 */
export async function writeWhole(target: string, content: Content): Promise<number> {
  const draft = join(dirname(target), `${draftPrefix}${randomUUID()}`);
  let [bytes, flushed] = [0, 0];
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      for await (const chunk of content) {
        await file.writeFile(chunk);
        bytes += chunk.byteLength;
        if (bytes - flushed < flushBytes) continue;
        await file.datasync();
        flushed = bytes;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  const parent = await open(dirname(target), "r");
  await parent.sync().finally(() => parent.close());
  return bytes;
}

async function* walk(root: string, folder: string): AsyncGenerator<{ path: string; bytes: number }> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(ignoreMissing)) ?? [];
  for (const entry of entries) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, full);
    else if (entry.name.startsWith(draftPrefix)) await removeOldDraft(full);
    else if (entry.isFile()) {
      const found = await stat(full).catch(ignoreMissing);
      if (found) yield { path: relative(root, full).split(sep).join("/"), bytes: found.size };
    }
  }
}

/** What a killed backup has left goes, once nobody can be writing it any more. */
async function removeOldDraft(path: string): Promise<void> {
  const found = await stat(path).catch(ignoreMissing);
  if (found && Date.now() - found.mtimeMs > 86_400_000) await rm(path, { force: true });
}

/** Removes a folder and those above it, up to the place itself, as long as they are empty. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let at = folder; at !== root && at.startsWith(root); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      // Not empty, or gone already.
      return;
    }
  }
}

function ignoreMissing(error: unknown): undefined {
  if (Reflect.get(error as Error, "code") !== "ENOENT") throw error;
  return undefined;
}
