import { PlainError } from "../lib/plain-error.ts";
import { besideName, mayMakeDatabases, onServer, withDatabase } from "./databases.ts";
import { requireFiles } from "./files.ts";
import { loadRows } from "./load.ts";
import { type Manifest, markVerified, type TableBackup, tablePath } from "./manifest.ts";
import type { Pace } from "./pace.ts";
import type { Content, Place } from "./place.ts";
import { lacksRoomForCopy } from "./room.ts";
import { type BackupKey, expecting, gather, Meter, unseal } from "./seal.ts";
import { withSnapshot } from "./snapshot.ts";

/** `restored`: loaded into a database and compared. `read`: every byte read and checked, but not loaded. */
export type Verified = "restored" | "read";

type Input = {
  place: Place;
  key: BackupKey;
  manifest: Manifest;
  databaseUrl: string;
  dataDir: string;
  pace: Pace;
};

const scratchSuffix = "check";

/** The rows of a table, checked against the manifest as they stream. */
export async function readTable(
  place: Place,
  key: BackupKey,
  manifest: Manifest,
  table: TableBackup,
): Promise<Content> {
  const path = tablePath(manifest.id, table.name);
  return expecting(table, unseal(key, await place.read(path), path), path);
}

/**
 * Restores a backup into a scratch database beside the product's own, compares the rows and the hash of every table with
 * the manifest, and drops it. Where the role may not make databases, or the disk has no room for another one, every byte is
 * read and checked instead. That the files stand in the place is checked either way.
 *
 * @returns how, and why it was not restored
 * @throws PlainError naming the first difference
 */
export async function verifyBackup(input: Input): Promise<{ verified: Verified; warnings: string[] }> {
  const { place, key, manifest, databaseUrl, dataDir, pace } = input;
  await requireFiles(place, key, manifest);
  const reason = (await mayMakeDatabases(databaseUrl))
    ? await lacksRoomForCopy(databaseUrl, dataDir)
    : "the role may not make databases: set BACKUP_DATABASE_URL to one that may";
  const how = reason ? "read" : "restored";
  if (how === "restored") await restoreIntoScratch(input);
  else {
    for (const table of manifest.tables) await drain(pace(await readTable(place, key, manifest, table)));
  }
  await markVerified(place, manifest.id, how);
  return { verified: how, warnings: reason ? [`It was not restored: ${reason}.`] : [] };
}

/** Drops what a killed check has left. Only while the lock of backups is held, or the product's database is ours. */
export async function dropScratch(databaseUrl: string): Promise<void> {
  if (!(await mayMakeDatabases(databaseUrl))) return;
  const name = besideName(databaseUrl, scratchSuffix);
  await onServer(databaseUrl, (sql) => sql.unsafe(`drop database if exists "${name}" with (force)`));
}

async function restoreIntoScratch({ place, key, manifest, databaseUrl, pace }: Input): Promise<void> {
  const name = besideName(databaseUrl, scratchSuffix);
  await dropScratch(databaseUrl);
  try {
    await onServer(databaseUrl, (sql) => sql.unsafe(`create database "${name}" owner santral_owner`));
    const url = withDatabase(databaseUrl, name, "santral_owner");
    // Half of what a backup would load, at full speed, before it copies its first row.
    const { migrateAs } = await import("../../db/prepare.ts");
    await migrateAs(url, () => {}, manifest.migrations.at(-1)!.when);
    await loadRows({
      ownerUrl: url,
      manifest,
      contentOf: async (table) => pace(await readTable(place, key, manifest, table)),
    });
    await compareRows(withDatabase(databaseUrl, name), manifest, pace);
  } finally {
    await dropScratch(databaseUrl);
  }
}

/** @throws PlainError when a table of a database is not, row by row, the one of the manifest */
async function compareRows(url: string, manifest: Manifest, pace: Pace): Promise<void> {
  await withSnapshot(url, async ({ copyOut }) => {
    for (const table of manifest.tables) {
      const copied = await copyOut(table, async (rows) => {
        const meter = new Meter();
        await drain(meter.measure(pace(gather(rows))));
        return meter.told();
      });
      if (copied?.rows !== table.rows || copied.made.sha256 !== table.sha256) {
        throw new PlainError(
          `The backup ${manifest.id} does not restore: ${table.name} has ${copied?.rows} rows, of ${table.rows} that were ` +
            `backed up${copied?.rows === table.rows ? ", and others" : ""}.`,
        );
      }
    }
  });
}

async function drain(content: Content): Promise<void> {
  for await (const _ of content);
}
