import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { listMigrations, migrateAs, prepareDatabase } from "../../db/prepare.ts";
import { PlainError } from "../lib/plain-error.ts";
import { dropRestoreMarker, readRestoreMarker, writeRestoreMarker } from "../lib/restore-marker.ts";
import { restoreSecrets, secretsFile } from "../lib/secrets.ts";
import { besideName, databaseOf, onServer, requireUnused, withDatabase } from "./databases.ts";
import { dropStage, isLeftOut, loadFiles } from "./files.ts";
import type { Installation } from "./installation.ts";
import { loadRows } from "./load.ts";
import { type Listed, listBackups, type Manifest, readManifest } from "./manifest.ts";
import type { Place } from "./place.ts";
import { readTable } from "./verify.ts";

export type RestoreResult = {
  id: string;
  startedAt: string;
  rows: number;
  files: number;
  /** Migrations that ran on top of the backup's. */
  migrated: number;
  /** Where what was there before is kept, in words; empty where nothing was. */
  keptAside: string[];
  /** Whether the secret came with the backup, or the environment has to hold it. */
  hasSecrets: boolean;
};

type Input = {
  installation: Installation;
  place: Place;
  /** The newest one when none is named. */
  id?: string | undefined;
  isForced: boolean;
  say?: (line: string) => void;
};

/**
 * Restores a backup. It is loaded into a database beside the product's own and checked there; only when all of it is
 * whole do the two change places, so that a restore that is cut off or refused has changed nothing that is in use.
 *
 * @throws PlainError when the target is in use or not empty, the schema is newer than this build, the key is another
 *   one, or the backup is damaged
 */
export async function restoreBackup(input: Input): Promise<RestoreResult> {
  const { installation, place, isForced, say = () => {} } = input;
  const { databaseUrl, dataDir, keys } = installation;
  const listed = await choose(place, input.id);
  const { manifest, key } = await readManifest(place, listed, keys);
  requireKnownMigrations(manifest);
  await requireMaker(databaseUrl);
  await onServer(databaseUrl, (sql) => requireUnused(sql, databaseOf(databaseUrl)));
  const before = readRestoreMarker(dataDir);
  if (before) say(`A restore of ${before.backup} was cut off; it is begun anew.`);
  const isEmpty = await holdsNothing(databaseUrl);
  if (!isEmpty && !isForced && before?.phase !== "swapping") {
    throw new PlainError(
      `The database "${databaseOf(databaseUrl)}" is not empty.\nRestore to an empty one (another DATA_DIR or database), or add ` +
        "--force: what is there now is then kept aside, not deleted.",
    );
  }

  const stageDir = join(dataDir, "restoring");
  const fresh = besideName(databaseUrl, "new");
  await clearAway(databaseUrl, fresh, stageDir);
  writeRestoreMarker(dataDir, { backup: manifest.id, startedAt: new Date().toISOString(), phase: "loading" });
  try {
    await onServer(databaseUrl, (sql) => sql.unsafe(`create database "${fresh}"`));
    const { ownerUrl } = await prepareDatabase({
      adminUrl: withDatabase(databaseUrl, fresh),
      secretsFile: secretsFile(dataDir),
      upTo: manifest.migrations.at(-1)!.when,
    });
    await loadRows({ ownerUrl, manifest, contentOf: (table) => readTable(place, key, manifest, table) });
    say(`${manifest.tables.length} tables loaded`);
    await migrateAs(ownerUrl, say);
    mkdirSync(stageDir, { mode: 0o700 });
    await loadFiles({ place, key, manifest, dataDir, stageDir });
    say(`${manifest.files.count} files in place`);
  } catch (error) {
    await clearAway(databaseUrl, fresh, stageDir);
    // What an earlier one left in the midst of its swap is still to be finished.
    if (before?.phase === "swapping") writeRestoreMarker(dataDir, before);
    else dropRestoreMarker(dataDir);
    throw error;
  }

  writeRestoreMarker(dataDir, {
    backup: manifest.id,
    startedAt: new Date().toISOString(),
    phase: "swapping",
  });
  const stamp = new Date()
    .toISOString()
    .replace(/[-:]|[.]\d+/g, "")
    .toLowerCase();
  const keptAside = await swapDatabases(databaseUrl, fresh, isEmpty ? null : `before_${stamp}`);
  keptAside.push(...swapFolders(dataDir, stageDir, `before-${stamp}`));
  if (manifest.secrets) restoreSecrets(dataDir, manifest.secrets);
  await dropStage(stageDir);
  dropRestoreMarker(dataDir);
  return {
    id: manifest.id,
    startedAt: manifest.startedAt,
    rows: manifest.tables.reduce((total, { rows }) => total + rows, 0),
    files: manifest.files.count,
    migrated: listMigrations().length - manifest.migrations.length,
    keptAside,
    hasSecrets: manifest.secrets !== null,
  };
}

/** Goes on with what was there before a restore that was cut off. @throws PlainError when it had begun to swap */
export async function forgetRestore({ databaseUrl, dataDir }: Installation): Promise<void> {
  if (readRestoreMarker(dataDir)?.phase === "swapping") {
    throw new PlainError(
      "That restore had begun to change places with what was there: run `npm run restore` again with the same backup.",
    );
  }
  await clearAway(databaseUrl, besideName(databaseUrl, "new"), join(dataDir, "restoring"));
  dropRestoreMarker(dataDir);
}

async function choose(place: Place, id: string | undefined): Promise<Listed> {
  const { whole, unfinished } = await listBackups(place);
  const found = id === undefined ? whole.at(-1) : whole.find((one) => one.id === id);
  if (found) return found;
  if (id !== undefined && unfinished.includes(id)) {
    throw new PlainError(`The backup ${id} was never finished: it has no manifest, and cannot be restored.`);
  }
  throw new PlainError(
    `There is no ${id === undefined ? "whole backup" : `backup ${id}`} in ${place.address}.` +
      (whole.length > 0 ? ` There are: ${whole.map((one) => one.id).join(", ")}.` : ""),
  );
}

/** @throws PlainError when the backup's schema is not one that this build has been through */
function requireKnownMigrations({ id, product, migrations }: Manifest): void {
  const known = listMigrations();
  const newest = migrations.at(-1)!;
  if (newest.when > known.at(-1)!.when) {
    throw new PlainError(
      `The backup ${id} has a newer schema than this build: it was made by version ${product}, with ` +
        `${migrations.length} migrations; this build knows ${known.length}.\nInstall that version or a newer one, and restore with it.`,
    );
  }
  const differs = migrations.some(({ when, hash }) => known.find((one) => one.when === when)?.hash !== hash);
  const expected = known.filter(({ when }) => when <= newest.when).length;
  if (differs || expected !== migrations.length) {
    throw new PlainError(
      `The backup ${id} has been through migrations that this build does not have: it comes from another line of the ` +
        `product (version ${product}). Restore it with the version that made it.`,
    );
  }
}

async function requireMaker(url: string): Promise<void> {
  await onServer(url, async (sql) => {
    const [row] = await sql<{ role: string; may: boolean }[]>`
      select rolname as role, rolsuper or (rolcreatedb and rolcreaterole) as may from pg_roles where rolname = current_user`;
    if (row?.may) return;
    throw new PlainError(
      `The role "${row?.role}" may not make databases and roles. For the time of the restore set DATABASE_URL to one that ` +
        "may, without DATABASE_OWNER_URL and DATABASE_WORKER_URL.",
    );
  });
}

/** True where no product has lived yet: no database, no tables, or nobody in them. */
async function holdsNothing(url: string): Promise<boolean> {
  const name = databaseOf(url);
  const stands = await onServer(url, async (sql) => {
    const rows = await sql`select 1 from pg_database where datname = ${name}`;
    return rows.length > 0;
  });
  if (!stands) return true;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [tables] =
      await sql`select to_regclass('public.people') is not null and to_regclass('public.workspaces') is not null as stand`;
    if (!tables?.stand) return true;
    return await sql.begin(async (tx) => {
      await tx.unsafe("set local role santral_owner");
      const [row] =
        await tx`select not exists (select 1 from people) and not exists (select 1 from workspaces) as empty`;
      return row?.empty === true;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function clearAway(url: string, database: string, stageDir: string): Promise<void> {
  await onServer(url, (sql) => sql.unsafe(`drop database if exists "${database}" with (force)`));
  await dropStage(stageDir);
}

/** @param suffix what the database of before is called from now on; null: it is empty and goes */
async function swapDatabases(url: string, fresh: string, suffix: string | null): Promise<string[]> {
  const name = databaseOf(url);
  return onServer(url, async (sql) => {
    await requireUnused(sql, name);
    const [old] = await sql`select 1 from pg_database where datname = ${name}`;
    const aside = suffix === null ? null : besideName(url, suffix);
    if (old && aside) await sql.unsafe(`alter database "${name}" rename to "${aside}"`);
    else if (old) await sql.unsafe(`drop database "${name}"`);
    await sql.unsafe(`alter database "${fresh}" rename to "${name}"`);
    return old && aside ? [`the database "${aside}"`] : [];
  });
}

/** Everything but the file store, whose content never changes. */
function swapFolders(dataDir: string, stageDir: string, asideName: string): string[] {
  const aside = join(dataDir, asideName);
  const old = readdirSync(dataDir).filter((name) => name !== "files" && !isLeftOut(name));
  if (old.length > 0) mkdirSync(aside, { mode: 0o700 });
  for (const name of old) renameSync(join(dataDir, name), join(aside, name));
  if (existsSync(stageDir)) {
    for (const name of readdirSync(stageDir)) renameSync(join(stageDir, name), join(dataDir, name));
  }
  return old.length > 0 ? [`the folder ${aside}`] : [];
}
