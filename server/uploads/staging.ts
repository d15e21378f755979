import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { getRuntime } from "@/server/kernel";

/** Bytes that stand aside until a message takes them. */
export type Staged = { path: string; sha256: string; sizeBytes: number; head: Uint8Array };

/** So much of the beginning is looked at to tell what a file is: office documents show it late. */
const headBytes = 256 * 1024;

const folderOf = (workspaceId: string): string =>
  // Outside the project: the bundler must not take everything below it for a part of the application.
  join(/* turbopackIgnore: true */ getRuntime().env.dataDir, "uploads", workspaceId);

export const stagedPath = (workspaceId: string, uploadId: string): string =>
  join(folderOf(workspaceId), uploadId);

/**
 * Writes a body to disk as it comes, hashing it on the way. It stands under the id only when all of it is there.
 *
 * @throws whatever reading the body throws, and StorageFull; then nothing is left
 */
export async function stage(
  workspaceId: string,
  uploadId: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<Staged> {
  await mkdir(folderOf(workspaceId), { recursive: true, mode: 0o700 });
  const path = stagedPath(workspaceId, uploadId);
  const aside = `${path}.part`;
  const hash = createHash("sha256");
  const head: Uint8Array[] = [];
  let sizeBytes = 0;
  const file = await open(aside, "wx", 0o600);
  try {
    try {
      for await (const piece of pieces) {
        getRuntime().storage.requireRoom();
        if (sizeBytes < headBytes) head.push(Uint8Array.from(piece));
        sizeBytes += piece.byteLength;
        hash.update(piece);
        await file.write(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return { path, sha256: hash.digest("hex"), sizeBytes, head: Buffer.concat(head).subarray(0, headBytes) };
}

export const unstage = (workspaceId: string, uploadId: string): Promise<void> =>
  rm(stagedPath(workspaceId, uploadId), { force: true });

/** Removes what stands aside in a workspace since before an instant and is not among `kept`. */
export async function clearStaged(
  workspaceId: string,
  before: Date,
  kept: ReadonlySet<string>,
): Promise<void> {
  const folder = folderOf(workspaceId);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (kept.has(name)) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    if (found && found.mtime < before) await rm(join(folder, name), { force: true });
  }
}
