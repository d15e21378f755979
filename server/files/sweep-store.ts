import { opendir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { getRuntime } from "@/server/kernel";
import { findPointedAt, forgetBytes } from "./forget-files";

/** Folders of the store: the first two digits of a hash. */
export const storeFolders: readonly string[] = Array.from({ length: 256 }, (_, index) =>
  index.toString(16).padStart(2, "0"),
);

const asked = 500;
const isHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);
/** Put aside to be removed, by a process that ended meanwhile. */
const goingOf = (name: string): string | undefined => /^([0-9a-f]{64})\.going$/.exec(name)?.[1];

export type Unowned = { name: string; sizeBytes: number };

const placeOf = (folder: string, name = ""): string =>
  // Outside the project: the bundler must not take everything below it for a part of the application.
  join(/* turbopackIgnore: true */ getRuntime().env.dataDir, "files", folder, name);

/**
 * What stands in a folder of the store since before an instant and belongs to no row: bytes that nobody points at, and what
 * a killed process has left aside. Read name by name, so a large folder takes the memory of one batch.
 *
 * @param limit so many names are looked at
 */
export async function findUnowned(
  folder: string,
  { before, limit }: { before: Date; limit: number },
): Promise<{ checked: number; unowned: Unowned[] }> {
  const unowned: Unowned[] = [];
  let checked = 0;
  let batch: string[] = [];
  const settle = async () => {
    unowned.push(...(await judge(folder, batch, before)));
    batch = [];
  };
  const entries = await opendir(placeOf(folder)).catch(nullIfMissing);
  if (!entries) return { checked, unowned };
  for await (const entry of entries) {
    if (!entry.isFile()) continue;
    batch.push(entry.name);
    checked += 1;
    if (batch.length === asked) await settle();
    if (checked >= limit) break;
  }
  await settle();
  return { checked, unowned };
}

/** The same of certain names, whichever folder they are in. */
export async function findStillUnowned(names: readonly string[], before: Date): Promise<Unowned[]> {
  const found: Unowned[] = [];
  for (const name of names) found.push(...(await judge(folderOf(name), [name], before)));
  return found;
}

/** Removes what belongs to no row; bytes that somebody points at by now are kept, or put back. */
export async function removeUnowned(names: readonly string[]): Promise<void> {
  await forgetBytes(names.filter(isHash));
  const rest = names.filter((name) => !isHash(name));
  const wanted = await findPointedAt(rest.flatMap((name) => goingOf(name) ?? []));
  for (const name of rest) {
    const [path, hash] = [placeOf(folderOf(name), name), goingOf(name)];
    if (hash && wanted.has(hash)) await rename(path, placeOf(hash.slice(0, 2), hash)).catch(nullIfMissing);
    else await rm(path, { force: true });
  }
}

/** An aside file without a hash stands in the folder that its finding names. */
const folderOf = (name: string): string => (name.includes("/") ? "" : name.slice(0, 2));

async function judge(folder: string, names: readonly string[], before: Date): Promise<Unowned[]> {
  const pointedAt = await findPointedAt(names.filter((name) => isHash(name)));
  const unowned: Unowned[] = [];
  for (const name of names) {
    if (pointedAt.has(name)) continue;
    const found = await stat(placeOf(folder, name)).catch(nullIfMissing);
    if (!found || found.mtime >= before) continue;
    unowned.push({ name: isHash(name) || goingOf(name) ? name : join(folder, name), sizeBytes: found.size });
  }
  return unowned;
}

function nullIfMissing(error: unknown): null {
  if (Reflect.get(error as Error, "code") === "ENOENT") return null;
  throw error;
}
