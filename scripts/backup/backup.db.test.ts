import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { describeSchema, readFunctions, readTables } from "@/db/testing/catalogue";
import { inWorkspace, newId, platformScope } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { requireNoHalfRestore } from "../lib/restore-marker.ts";
import { besideName, databaseOf, onServer, withDatabase } from "./databases.ts";
import type { Installation } from "./installation.ts";
import { makeBackup } from "./make-backup.ts";
import { listBackups, readManifest, tablePath, writeManifest } from "./manifest.ts";
import type { Pace } from "./pace.ts";
import { openPlace, type Place } from "./place.ts";
import { forgetRestore, restoreBackup } from "./restore-backup.ts";
import { type BackupKey, deriveBackupKey } from "./seal.ts";
import { withSnapshot } from "./snapshot.ts";

// Each restore runs every migration.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = join(import.meta.dirname, "../..");
const state = useTestRuntime();
const secret = randomBytes(32);
const scratch = mkdtempSync(join(tmpdir(), "santral-backup-"));
const made: string[] = [];
let key: BackupKey;
let source: Installation & { keys: [BackupKey, ...BackupKey[]] };
let place: Place;

const oddTexts = [
  "İstanbul'da ığüşöç",
  "مرحبا بكم في المتجر",
  "עברית و עוד",
  "\u0001\u001f\u007f\t\r\n",
  "\\N \\. \\\\ \"' ,;",
  "𝒯𝑒𝓁𝑒𝑔𝓇𝒶𝓂 👩‍👩‍👧‍👦",
  "",
];
const dayMs = 86_400_000;
/** A day so far from today, as the database writes it. */
const day = (offset: number) => new Date(Date.now() + offset * dayMs).toISOString().slice(0, 10);

beforeAll(async () => {
  key = await deriveBackupKey(secret);
  place = await openPlace(join(scratch, "place"), "/");
  const dataDir = folder("source");
  writeFileSync(join(dataDir, "demo.json"), '{"a":1}');
  keepFile(dataDir, "ab", "first");
  mkdirSync(join(dataDir, "sandbox"));
  writeFileSync(join(dataDir, "sandbox", "telegram.jsonl"), oddTexts.join("|"));
  writeFileSync(join(dataDir, "run.json"), "{}");
  source = installationOf(state.urls.adminUrl, dataDir);
  await fill();
});

afterAll(async () => {
  for (const name of made) {
    await onServer(state.urls.adminUrl, async (sql) => {
      const left = await sql<{ datname: string }[]>`
        select datname from pg_database where starts_with(datname, ${name.slice(0, 36)})`;
      for (const { datname } of left) await sql.unsafe(`drop database if exists "${datname}" with (force)`);
    });
  }
  rmSync(scratch, { recursive: true, force: true });
});

function folder(name: string): string {
  const path = join(scratch, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A file of the store: its name is not its hash here, which is what a damaged one looks like. */
function keepFile(dataDir: string, digits: string, words: string): string {
  const sha256 = createHash("sha256").update(words).digest("hex");
  const name = digits === "damaged" ? "0".repeat(64) : sha256;
  mkdirSync(join(dataDir, "files", name.slice(0, 2)), { recursive: true });
  writeFileSync(join(dataDir, "files", name.slice(0, 2), name), words);
  return `files/${name.slice(0, 2)}/${name}`;
}

function installationOf(databaseUrl: string, dataDir: string): typeof source {
  return {
    databaseUrl,
    dataDir,
    keys: [key],
    keptSecrets: { SANTRAL_SECRET: secret.toString("base64"), VAPID_PRIVATE_KEY: "v" },
    close: async () => {},
  };
}

/** An empty target: the roles of the server keep their passwords, which other suites use. */
function newTarget(): typeof source {
  const name = `santral_test_${randomBytes(8).toString("hex")}`;
  made.push(name);
  const dataDir = folder(name);
  const { databasePasswords } = JSON.parse(readFileSync(state.urls.secretsFile, "utf8")) as {
    databasePasswords: unknown;
  };
  writeFileSync(join(dataDir, "secrets.json"), JSON.stringify({ databasePasswords }));
  return installationOf(withDatabase(state.urls.adminUrl, name), dataDir);
}

/** Rows with everything that has ever been lost on the way through a dump. */
async function fill(): Promise<void> {
  const { workspace } = await makeWorkspace(state.runtime);
  const sql = postgres(state.urls.ownerUrl, { max: 1, onnotice: () => {} });
  const at = "2026-11-20T09:00:00.123Z";
  for (const text of oddTexts) {
    await sql`insert into customers (workspace_id, id, display_name, created_at)
      values (${workspace.id}, ${newId()}, ${text}, ${at})`;
  }
  const channelId = newId();
  // A day with a partition, and one far enough to be caught by the rest.
  for (const on of [day(0), day(20)]) {
    for (const update of [1, "9223372036854775807"]) {
      await sql`insert into raw_updates (workspace_id, day, channel_id, update_id, received_at, body)
        values (${workspace.id}, ${on}, ${channelId}, ${update}, ${at}, ${oddTexts.join(" ")})`;
    }
  }
  const name = `raw_updates_${day(-3).replaceAll("-", "")}`;
  await sql.unsafe(
    `create table ${name} partition of raw_updates for values from ('${day(-3)}') to ('${day(-2)}')`,
  );
  await sql`select secure_workspace_table(${name}::regclass)`;
  await sql`insert into raw_updates (workspace_id, day, channel_id, update_id, received_at, body)
    values (${workspace.id}, ${day(-3)}, ${channelId}, 7, ${at}, '{"b":1,"a":2}')`;
  await sql`insert into audit_log (workspace_id, at, id, actor_kind, action, entity_id, changes, request_id)
    values (${workspace.id}, ${at}, ${newId()}, 'system', 'backup.test', 'x', '{"b":{"z":1,"a":[null,1.50]}}', 'test')`;
  // Kept as it was said: keys in their order, twice, with blanks, and a letter that jsonb refuses.
  await sql.unsafe(`insert into workflow_events (workspace_id, id, name, version, data, key, actor_kind, chain, occurred_at)
    values ('${platformScope}', '${newId()}', 'backup/test', 1, '{"z":1,  "a":"\\u0000", "z":3.10}', 'k', 'system', '{a,"b c"}', '${at}')`);
  await sql.end();
}

const sqlOf = (url: string) => postgres(url, { max: 1, onnotice: () => {} });

/** Every row of every table as text, and the next number of every sequence. */
async function readAll(url: string): Promise<Record<string, unknown>> {
  const sql = sqlOf(url);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`;
  const all: Record<string, unknown> = {};
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`select t::text as row from ${sql(name)} t order by 1`;
    all[name] = rows.map(({ row }) => row);
  }
  all.sequences =
    await sql`select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1`;
  await sql.end();
  return all;
}

async function describeAll(url: string) {
  const sql = sqlOf(url);
  const described = {
    schema: await describeSchema(sql),
    tables: await readTables(sql),
    functions: await readFunctions(sql),
  };
  await sql.end();
  return described;
}

const backUp = (options: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
  makeBackup({ installation: source, place, product: "0.1.0", isVerified: false, keep: null, ...options });

function run(script: string, environment: Record<string, string>, args: string[]) {
  const { PATH, HOME, TMPDIR } = process.env;
  const child: ChildProcess = spawn(process.execPath, [join(root, "scripts", script), ...args], {
    cwd: root,
    env: {
      NODE_ENV: "production",
      PATH,
      HOME,
      TMPDIR,
      SANTRAL_SECRET: secret.toString("base64"),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, said: () => said };
}

async function waitFor(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(5)) if (await isSo()) return;
  throw new Error("It did not come to that.");
}

const stands = (url: string, name: string) =>
  onServer(url, async (sql) => (await sql`select 1 from pg_database where datname = ${name}`).length > 0);

describe("a round trip", () => {
  test("every row of every table, the sequences, the files and the secret are what they were", async () => {
    const sql = sqlOf(state.urls.adminUrl);
    await sql`select nextval('delivery_queue_position_seq') from generate_series(1, 41)`;
    const result = await backUp({ isVerified: true });
    expect(result).toMatchObject({ verified: "restored", warnings: [], files: 3 });
    expect(await stands(state.urls.adminUrl, besideName(state.urls.adminUrl, "check"))).toBe(false);
    const target = newTarget();
    const restored = await restoreBackup({ installation: target, place, isForced: false });
    expect(restored).toMatchObject({ id: result.id, migrated: 0, keptAside: [], hasSecrets: true });
    expect(await readAll(target.databaseUrl)).toEqual(await readAll(state.urls.adminUrl));
    expect(await describeAll(target.databaseUrl)).toEqual(await describeAll(state.urls.adminUrl));
    const restoredSql = sqlOf(target.databaseUrl);
    const [next] = await restoredSql`select nextval('delivery_queue_position_seq') as value`;
    const [own] = await sql`select nextval('delivery_queue_position_seq') as value`;
    expect(next).toEqual(own);
    await Promise.all([sql.end(), restoredSql.end()]);
    for (const path of ["demo.json", "sandbox/telegram.jsonl"]) {
      expect(readFileSync(join(target.dataDir, path))).toEqual(readFileSync(join(source.dataDir, path)));
    }
    expect(readdirSync(join(target.dataDir, "files"))).toEqual(readdirSync(join(source.dataDir, "files")));
    expect(existsSync(join(target.dataDir, "run.json"))).toBe(false);
    const secrets = JSON.parse(readFileSync(join(target.dataDir, "secrets.json"), "utf8")) as object;
    expect(secrets).toMatchObject({ ...source.keptSecrets, databasePasswords: expect.anything() });
  });

  test("of rows that are being written, it has those of one moment", async () => {
    const { workspace } = await makeWorkspace(state.runtime);
    let isOn = true;
    let written = 0;
    // Two tables in one transaction: whoever sees one of the rows and not the other has seen two moments.
    const writing = (async () => {
      for (; isOn; written += 1) {
        await inWorkspace({ workspace }, async (tx) => {
          const at = new Date().toISOString();
          await tx.execute(`insert into customers (workspace_id, id, display_name, created_at)
            values ('${workspace.id}', '${newId()}', 'pair', '${at}')`);
          await tx.execute(`insert into tags (workspace_id, id, name, name_key, colour, created_at)
            values ('${workspace.id}', '${newId()}', 'pair ${written}', 'pair ${written}', '1', '${at}')`);
        });
      }
    })();
    await waitFor(() => written > 10);
    await backUp();
    isOn = false;
    await writing;
    const target = newTarget();
    await restoreBackup({ installation: target, place, isForced: false });
    const sql = sqlOf(target.databaseUrl);
    const [row] =
      await sql`select (select count(*)::int from customers where display_name = 'pair') as customers,
      (select count(*)::int from tags where name like 'pair %') as tags`;
    await sql.end();
    expect(row!.customers).toBeGreaterThan(10);
    expect(row!.customers).toBeLessThan(written);
    expect(row!.tags).toBe(row!.customers);
  });

  test("a partition whose age ends meanwhile is left out; nobody waits for a backup to drop it", async () => {
    await withSnapshot(state.urls.adminUrl, async ({ tables, copyOut }) => {
      const owner = sqlOf(state.urls.ownerUrl);
      await owner`create table raw_updates_20240101 partition of raw_updates for values from ('2024-01-01') to ('2024-01-02')`;
      await owner`drop table raw_updates_20240101`;
      await owner.end();
      const gone = { ...tables.find(({ partition }) => partition)!, name: "raw_updates_20240101" };
      expect(await copyOut(gone, async () => {})).toBeNull();
    });
  });

  test("rows, files and the check go at the pace that is asked for", async () => {
    const own = await openPlace(join(scratch, "paced"), "/");
    let bytes = 0;
    const pace: Pace = async function* (pieces) {
      for await (const piece of pieces) {
        bytes += piece.byteLength;
        yield piece;
      }
    };
    const dataDir = folder("paced-source");
    const size = (contents: string[]) => contents.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
    const contents = ["x".repeat(70_000), "seen twice: its name tells nothing of it"];
    keepFile(dataDir, "", contents[0]!);
    writeFileSync(join(dataDir, "demo.json"), contents[1]!);
    const { rowBytes, verified } = await backUp({
      installation: { ...source, dataDir },
      place: own,
      isVerified: true,
      pace,
    });
    expect(verified).toBe("restored");
    // Rows are read, loaded into the scratch database, and read again.
    expect(bytes).toBe(3 * rowBytes + size(contents) + size(contents.slice(1)));
  });

  test("a role that would see only some of the rows is refused", async () => {
    await expect(withSnapshot(state.urls.appUrl, async () => {})).rejects.toThrow(
      /does not see every row[\s\S]*BACKUP_DATABASE_URL/,
    );
    const seen = await withSnapshot(state.urls.ownerUrl, ({ copyOut, tables }) =>
      copyOut(tables.find(({ name }) => name === "customers")!, async (rows) => {
        for await (const _ of rows);
      }),
    );
    expect(seen!.rows).toBeGreaterThanOrEqual(oddTexts.length);
  });

  test("a reader that fails leaves the connection usable, and two backups at once are one too many", async () => {
    await withSnapshot(state.urls.adminUrl, async ({ copyOut, tables }) => {
      for (const table of tables) {
        const failing = copyOut(table, async (rows) => {
          for await (const _ of rows) throw new Error("no room");
        });
        await expect(failing).rejects.toThrow("no room");
      }
      await expect(withSnapshot(state.urls.adminUrl, async () => {})).rejects.toThrow(/under way/);
    });
  });
});

describe("files", () => {
  test("what the place has is not sent again; what nobody needs any more goes with the last backup that had it", async () => {
    const own = await openPlace(join(scratch, "files-place"), "/");
    const dataDir = folder("files-source");
    const installation = { ...source, dataDir };
    const first = keepFile(dataDir, "", "one");
    keepFile(dataDir, "", "two");
    expect(await backUp({ installation, place: own, keep: 2 })).toMatchObject({ files: 2, filesSent: 2 });
    keepFile(dataDir, "", "three");
    rmSync(join(dataDir, first));
    writeFileSync(join(dataDir, "files", ".aside"), "half");
    expect(await backUp({ installation, place: own, keep: 2 })).toMatchObject({ files: 2, filesSent: 1 });
    const blobs = () => readdirSync(join(own.address, "files"), { recursive: true, withFileTypes: true });
    expect(blobs().filter((one) => one.isFile())).toHaveLength(3);
    const { removed } = await backUp({ installation, place: own, keep: 2 });
    expect(removed).toHaveLength(1);
    expect(blobs().filter((one) => one.isFile())).toHaveLength(2);
    expect((await listBackups(own)).whole).toHaveLength(2);
  });

  test("one that is not what its name says is left out and told", async () => {
    const dataDir = folder("damaged-source");
    keepFile(dataDir, "damaged", "rotten");
    const result = await backUp({ installation: { ...source, dataDir } });
    expect(result).toMatchObject({ files: 0, warnings: [expect.stringMatching(/not what its name says/)] });
  });

  test("a place within the data folder is not backed up into itself", async () => {
    const dataDir = folder("nested-source");
    const own = await openPlace(join(dataDir, "kept"), "/");
    for (const _ of [1, 2]) await backUp({ installation: { ...source, dataDir }, place: own });
    expect(await backUp({ installation: { ...source, dataDir }, place: own })).toMatchObject({ files: 0 });
  });
});

describe("a restore is refused", () => {
  const refused = (target: Installation, from: Place, id?: string) =>
    expect(restoreBackup({ installation: target, place: from, id, isForced: false })).rejects;

  test("with another secret, and told which key is asked for", async () => {
    await backUp();
    const stranger = { ...newTarget(), keys: [await deriveBackupKey(randomBytes(32))] };
    await refused(stranger, place).toThrow(new RegExp(`under the key ${key.id}[\\s\\S]*SANTRAL_SECRET`));
  });

  test("of a table that was cut off, altered or exchanged; nothing of it is left", async () => {
    const copy = await openPlace(join(scratch, "harmed"), "/");
    const { id } = await backUp({ place: copy });
    const file = (table: string) => join(copy.address, tablePath(id, table));
    const target = newTarget();
    const before = readFileSync(file("customers"));
    truncateSync(file("customers"), before.length - 20);
    await refused(target, copy).toThrow(/damaged.*customers/);
    cpSync(file("members"), file("customers"));
    await refused(target, copy).toThrow(/damaged.*customers.*manifest/);
    rmSync(file("customers"));
    await refused(target, copy).toThrow(/damaged.*missing/);
    expect(await stands(target.databaseUrl, databaseOf(target.databaseUrl))).toBe(false);
    expect(await stands(target.databaseUrl, besideName(target.databaseUrl, "new"))).toBe(false);
    expect(() => requireNoHalfRestore(target.dataDir)).not.toThrow();
    writeFileSync(file("customers"), before);
    await restoreBackup({ installation: target, place: copy, isForced: false });
  });

  test("of a newer schema, or one of another line", async () => {
    const copy = await openPlace(join(scratch, "newer"), "/");
    await backUp({ place: copy });
    const [listed] = (await listBackups(copy)).whole;
    const { manifest } = await readManifest(copy, listed!, [key]);
    const newer = { when: manifest.migrations.at(-1)!.when + 1, hash: "f".repeat(64) };
    await writeManifest(copy, key, {
      ...manifest,
      migrations: [...manifest.migrations, newer],
      product: "9.9.9",
    });
    await refused(newTarget(), copy).toThrow(/newer schema than this build[\s\S]*9\.9\.9[\s\S]*Install/);
    const changed = manifest.migrations.map((one, nth) => (nth === 3 ? { ...one, hash: newer.hash } : one));
    await writeManifest(copy, key, { ...manifest, migrations: changed });
    await refused(newTarget(), copy).toThrow(/another line/);
  });

  test("onto rows, unless it is forced, which keeps them aside; and onto a product that runs", async () => {
    await backUp();
    const target = newTarget();
    await restoreBackup({ installation: target, place, isForced: false });
    await refused(target, place).toThrow(/not empty[\s\S]*--force/);
    const user = sqlOf(target.databaseUrl);
    await user`select 1`;
    await refused(target, place).toThrow(/in use by/);
    await user.end();
    const again = await restoreBackup({ installation: target, place, isForced: true });
    expect(again.keptAside).toHaveLength(2);
    expect(await readAll(target.databaseUrl)).toEqual(await readAll(state.urls.adminUrl));
  });

  test("of a backup that was never finished", async () => {
    await refused(newTarget(), place, "20200101T000000Z-abcdef").toThrow(/There is no backup/);
  });
});

test("a backup of an older schema is restored and migrated on", async () => {
  const older = newTarget();
  await onServer(older.databaseUrl, (sql) =>
    sql.unsafe(`create database "${databaseOf(older.databaseUrl)}"`),
  );
  const { listMigrations, prepareDatabase } = await import("@/db/prepare");
  const known = listMigrations();
  await prepareDatabase({
    adminUrl: older.databaseUrl,
    secretsFile: join(older.dataDir, "secrets.json"),
    upTo: known.at(-5)!.when,
  });
  const copy = await openPlace(join(scratch, "older"), "/");
  await backUp({ installation: older, place: copy, isVerified: true });
  const target = newTarget();
  const result = await restoreBackup({ installation: target, place: copy, isForced: false });
  expect(result.migrated).toBe(4);
  const schemaOf = async (url: string) =>
    (await describeAll(url)).schema.filter((line) => !/_\d{6,8}\b/.test(line));
  expect(await schemaOf(target.databaseUrl)).toEqual(await schemaOf(state.urls.adminUrl));
});

describe("killed half-way", () => {
  test("a backup is never listed as whole, and the next one clears it away", async () => {
    const own = await openPlace(join(scratch, "killed"), "/");
    const environment = { DATABASE_URL: state.urls.adminUrl, DATA_DIR: source.dataDir };
    const { child, ended } = run("backup.ts", environment, ["--to", own.address, "--verify"]);
    await waitFor(async () => (await listBackups(own)).unfinished.length > 0);
    child.kill("SIGKILL");
    await ended;
    const { whole, unfinished } = await listBackups(own);
    expect(whole).toEqual([]);
    await expect(
      restoreBackup({ installation: newTarget(), place: own, id: unfinished[0], isForced: false }),
    ).rejects.toThrow(/never finished/);
    const next = run("backup.ts", environment, ["--to", own.address, "--verify", "--json"]);
    expect(await next.ended, next.said()).toBe(0);
    expect(await listBackups(own)).toMatchObject({ whole: [{ isVerified: true }], unfinished: [] });
  });

  test("the scratch database of a check is dropped by the next backup", async () => {
    const name = besideName(state.urls.adminUrl, "check");
    await onServer(state.urls.adminUrl, (sql) => sql.unsafe(`create database "${name}" owner santral_owner`));
    await backUp();
    expect(await stands(state.urls.adminUrl, name)).toBe(false);
  });

  test("a restore is said so at the next start, can be forgotten, and can be done again", async () => {
    await backUp();
    const target = newTarget();
    const environment = { DATABASE_URL: target.databaseUrl, DATA_DIR: target.dataDir };
    const { child, ended } = run("restore.ts", environment, ["--from", place.address]);
    const aside = besideName(target.databaseUrl, "new");
    await waitFor(() => stands(target.databaseUrl, aside));
    child.kill("SIGKILL");
    await ended;
    expect(() => requireNoHalfRestore(target.dataDir)).toThrow(/was cut off[\s\S]*--forget/);
    expect(await stands(target.databaseUrl, databaseOf(target.databaseUrl))).toBe(false);
    await forgetRestore(target);
    expect(() => requireNoHalfRestore(target.dataDir)).not.toThrow();
    expect(await stands(target.databaseUrl, aside)).toBe(false);
    const again = run("restore.ts", environment, ["--from", place.address]);
    expect(await again.ended, again.said()).toBe(0);
    expect(await readAll(target.databaseUrl)).toEqual(await readAll(state.urls.adminUrl));
  });
});
