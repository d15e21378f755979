import { blobPath, listFiles, saveFiles } from "./files.ts";
import type { Installation } from "./installation.ts";
import {
  folderOf,
  listBackups,
  type Manifest,
  newBackupId,
  readManifest,
  type TableBackup,
  tablePath,
  writeManifest,
} from "./manifest.ts";
import { fullSpeed, type Pace } from "./pace.ts";
import { listAll, type Place } from "./place.ts";
import { type BackupKey, seal } from "./seal.ts";
import { withSnapshot } from "./snapshot.ts";
import { dropScratch, type Verified, verifyBackup } from "./verify.ts";

/** What became of a backup; sizes in bytes, times in milliseconds. */
export type BackupResult = {
  id: string;
  rows: number;
  rowBytes: number;
  files: number;
  filesSent: number;
  /** What it takes in the place, but for files that were there already. */
  writtenBytes: number;
  tookMs: number;
  verified: Verified | null;
  removed: string[];
  warnings: string[];
};

/**
 * Backs up an installation: every row at one moment, then the files, then the manifest, which makes it a backup. What an
 * earlier one left half-done is removed, and so are whole ones beyond the newest `keep`.
 *
 * @param product the version of the product
 * @param pace how fast it goes; as fast as it can where nothing is said
 * @throws PlainError when another backup is under way, the place cannot be written, or the backup does not verify
 */
export async function makeBackup(input: {
  installation: Installation & { keys: [BackupKey, ...BackupKey[]] };
  place: Place;
  product: string;
  isVerified: boolean;
  keep: number | null;
  pace?: Pace;
  say?: (line: string) => void;
}): Promise<BackupResult> {
  const { installation, place, product, isVerified, keep, pace = fullSpeed, say = () => {} } = input;
  const { databaseUrl, dataDir, keptSecrets, keys } = installation;
  const [key] = keys;
  const startedAt = new Date();
  const began = performance.now();
  const id = newBackupId(startedAt);

  return withSnapshot(databaseUrl, async (snapshot) => {
    await dropScratch(databaseUrl);
    await removeUnfinished(place);
    const tables: TableBackup[] = [];
    let writtenBytes = 0;
    for (const table of snapshot.tables) {
      const copied = await snapshot.copyOut(table, async (rows) => {
        const { sealed, told } = await seal(key, rows, pace);
        writtenBytes += await place.write(tablePath(id, table.name), sealed);
        return told();
      });
      if (copied) tables.push({ ...table, rows: copied.rows, ...copied.made });
    }
    say(`${tables.length} tables, ${sum(tables, "rows")} rows`);
    const { files, sent, warnings } = await saveFiles({
      dataDir,
      place,
      key,
      pace,
      backupId: id,
      except: [place.address],
    });
    say(`${files.count} files, ${sent} of them new to the place`);
    const manifest: Manifest = {
      format: 1,
      id,
      product,
      server: snapshot.server,
      startedAt: startedAt.toISOString(),
      endedAt: new Date().toISOString(),
      migrations: snapshot.migrations,
      tables,
      sequences: await snapshot.readSequences(),
      files,
      secrets: keptSecrets,
    };
    await snapshot.requireSameShape();
    await writeManifest(place, key, manifest);
    const tookMs = Math.round(performance.now() - began);
    const checked = isVerified
      ? await verifyBackup({ place, key, manifest, databaseUrl, dataDir, pace })
      : { verified: null, warnings: [] };
    const removed = keep === null ? { ids: [], warnings: [] } : await removeOld(place, keys, keep);
    return {
      id,
      rows: sum(tables, "rows"),
      rowBytes: sum(tables, "bytes"),
      files: files.count,
      filesSent: sent,
      writtenBytes,
      tookMs,
      verified: checked.verified,
      removed: removed.ids,
      warnings: [...warnings, ...checked.warnings, ...removed.warnings],
    };
  });
}

const sum = (tables: readonly TableBackup[], what: "rows" | "bytes") =>
  tables.reduce((total, table) => total + table[what], 0);

/** Called under the lock of backups: nobody is writing them. */
async function removeUnfinished(place: Place): Promise<void> {
  for (const id of (await listBackups(place)).unfinished) await removeBackup(place, id);
}

/** The manifest first: what is left of it when we are killed is not taken for a backup. */
async function removeBackup(place: Place, id: string): Promise<void> {
  const paths = (await listAll(place, folderOf(id))).map(({ path }) => path);
  await place.remove(paths.filter((path) => path.includes("/manifest-")));
  await place.remove(paths);
}

/** Removes the oldest beyond `keep`, and the files that none of the others has. */
async function removeOld(
  place: Place,
  keys: readonly BackupKey[],
  keep: number,
): Promise<{ ids: string[]; warnings: string[] }> {
  const { whole } = await listBackups(place);
  const old = whole.slice(0, Math.max(0, whole.length - keep));
  for (const { id } of old) await removeBackup(place, id);
  if (old.length === 0) return { ids: [], warnings: [] };
  const used = new Set<string>();
  for (const listed of whole.slice(old.length)) {
    if (!keys.some(({ id }) => id === listed.keyId)) {
      const warning = `Files of removed backups are kept: ${listed.id} is of another key, so that nobody knows which it needs.`;
      return { ids: old.map(({ id }) => id), warnings: [warning] };
    }
    const { manifest, key } = await readManifest(place, listed, keys);
    for await (const { sha256 } of listFiles(place, key, manifest)) used.add(blobPath(key, sha256));
  }
  const unused: string[] = [];
  for await (const { path } of place.list("files/")) if (!used.has(path)) unused.push(path);
  await place.remove(unused);
  return { ids: old.map(({ id }) => id), warnings: [] };
}
