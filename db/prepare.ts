import { createHash, randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** The database cannot be prepared; the message says what to do. */
export class DatabaseNotReady extends Error {
  readonly code = "DATABASE_NOT_READY";
}

/** A migration as the journal has it; `hash` is what a database that ran it remembers. */
export type Migration = { tag: string; when: number; hash: string };

export type DatabaseUrls = { ownerUrl: string; appUrl: string; workerUrl: string };

type Passwords = Record<"santral_owner" | "santral_app" | "santral_worker", string>;

const loginRoles = ["santral_owner", "santral_app", "santral_worker"] as const;
// Any process that prepares a database waits for the others: roles belong to the whole server.
const prepareLock = 7_268_725;

/**
 * Makes the roles of the product on a server and brings one database to the newest schema. Quick and without
 * effect when nothing is pending. Runs under Node's own type stripping, before anything is built.
 *
 * @param adminUrl    the database to prepare, as a role that may create roles
 * @param secretsFile where the passwords of the roles are kept (JSON, mode 0600)
 * @param upTo        `when` of the last migration to run, for the rows of a backup of that time
 * @throws DatabaseNotReady when the server is too old or the role may not make roles
 */
export async function prepareDatabase(input: {
  adminUrl: string;
  secretsFile: string;
  log?: (message: string) => void;
  upTo?: number;
}): Promise<DatabaseUrls> {
  const { adminUrl, secretsFile, log = () => {}, upTo } = input;
  const passwords = readPasswords(secretsFile);
  const urls = {
    ownerUrl: withLogin(adminUrl, "santral_owner", passwords.santral_owner),
    appUrl: withLogin(adminUrl, "santral_app", passwords.santral_app),
    workerUrl: withLogin(adminUrl, "santral_worker", passwords.santral_worker),
  };
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin`select pg_advisory_lock(${prepareLock})`;
    await requireServer(admin);
    await makeRoles(admin, passwords, urls);
    await migrateAs(urls.ownerUrl, log, upTo);
    await keepStatementStatistics(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
  return urls;
}

/**
 * Migrates a database whose roles somebody else keeps (`DATABASE_OWNER_URL`).
 *
 * @param upTo `when` of the last migration to run; partitions of the coming days are then left to the one who asked
 */
export async function migrateAs(
  ownerUrl: string,
  log: (message: string) => void = () => {},
  upTo = Number.POSITIVE_INFINITY,
): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const pending = await pendingMigrations(owner);
    if (pending.some(({ when }) => when <= upTo)) {
      log(`${pending.filter(({ when }) => when <= upTo).length} migrations to run`);
      await runMigrations(owner, upTo);
    }
    // Through the function, so that a start after a long pause finds today's partitions.
    if (upTo === Number.POSITIVE_INFINITY)
      await owner`select maintain_partitions((now() at time zone 'UTC')::date, 30)`;
  } finally {
    await owner.end({ timeout: 5 });
  }
}

const migrationsFolder = join(dirname(fileURLToPath(import.meta.url)), "migrations");
const journalOf = (folder: string) => join(folder, "meta", "_journal.json");
type Journal = { entries: { tag: string; when: number }[] };

/** The migrations of this build, oldest first. */
export function listMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(journalOf(migrationsFolder), "utf8")) as Journal;
  return journal.entries.map(({ tag, when }) => {
    const text = readFileSync(join(migrationsFolder, `${tag}.sql`), "utf8");
    return { tag, when, hash: createHash("sha256").update(text).digest("hex") };
  });
}

async function runMigrations(owner: postgres.Sql, upTo: number): Promise<void> {
  const journal = JSON.parse(readFileSync(journalOf(migrationsFolder), "utf8")) as Journal;
  const entries = journal.entries.filter(({ when }) => when <= upTo);
  if (entries.length === journal.entries.length) return migrate(drizzle(owner), { migrationsFolder });
  // The migrator runs what a folder has: one as it was when those were all.
  const folder = mkdtempSync(join(tmpdir(), "santral-migrations-"));
  try {
    cpSync(migrationsFolder, folder, { recursive: true });
    writeFileSync(journalOf(folder), JSON.stringify({ ...journal, entries }));
    await migrate(drizzle(owner), { migrationsFolder: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pendingMigrations(owner: postgres.Sql): Promise<Migration[]> {
  const known = listMigrations();
  const [table] = await owner`select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (!table?.present) return known;
  const applied = await owner<{ created_at: string; hash: string }[]>`
    select created_at, hash from drizzle.__drizzle_migrations`;
  for (const { tag, when, hash } of known) {
    const row = applied.find((candidate) => Number(candidate.created_at) === when);
    if (row && row.hash !== hash) {
      throw new DatabaseNotReady(
        `The migration ${tag} has changed since it ran on this database. Migrations are immutable: ` +
          "put the file back as it was and write a new migration for the difference.",
      );
    }
  }
  const newest = Math.max(0, ...applied.map((row) => Number(row.created_at)));
  return known.filter(({ when }) => when > newest);
}

async function requireServer(admin: postgres.Sql): Promise<void> {
  const [row] = await admin<{ version: number; may_create: boolean }[]>`
    select current_setting('server_version_num')::int as version, rolsuper or rolcreaterole as may_create
    from pg_roles where rolname = current_user`;
  if (!row || row.version < 150_000) {
    throw new DatabaseNotReady(
      "Santral needs PostgreSQL 15 or newer; DATABASE_URL points to an older server.",
    );
  }
  if (!row.may_create) {
    throw new DatabaseNotReady(
      "The role in DATABASE_URL may not create roles. Give a role that may, or make santral_owner, santral_app and " +
        "santral_worker yourself and set DATABASE_OWNER_URL and DATABASE_WORKER_URL beside DATABASE_URL (the app role).",
    );
  }
}

async function makeRoles(admin: postgres.Sql, passwords: Passwords, urls: DatabaseUrls): Promise<void> {
  const existing = await admin<{ rolname: string }[]>`
    select rolname from pg_roles where rolname in ('santral_owner', 'santral_app', 'santral_worker', 'santral_resolver')`;
  const names = new Set(existing.map((row) => row.rolname));
  for (const role of loginRoles) {
    const url = urls[role === "santral_owner" ? "ownerUrl" : role === "santral_app" ? "appUrl" : "workerUrl"];
    if (!names.has(role)) {
      await admin.unsafe(`create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls`);
    } else if (await canLogIn(url)) continue;
    await admin.unsafe(`alter role ${role} with login password '${passwords[role]}'`);
  }
  if (!names.has("santral_resolver")) await admin.unsafe("create role santral_resolver nologin nobypassrls");
  const database = new URL(urls.ownerUrl).pathname.slice(1);
  await admin.unsafe(`
    do $$ begin
      if not pg_has_role(current_user, 'santral_owner', 'member') then execute format('grant santral_owner to %I', current_user); end if;
      if not pg_has_role('santral_owner', 'santral_resolver', 'member') then grant santral_resolver to santral_owner; end if;
    end $$`);
  const [owned] = await admin<{ yes: boolean }[]>`
    select pg_get_userbyid(datdba) = 'santral_owner' as yes from pg_database where datname = current_database()`;
  if (!owned?.yes) await admin.unsafe(`alter database "${database}" owner to santral_owner`);
  await admin.unsafe("alter schema public owner to santral_owner");
  await admin.unsafe("revoke create on schema public from public");
  await admin.unsafe("grant usage on schema public to santral_app, santral_worker, santral_resolver");
}

/** Where the server counts statements and we may say so: lets our roles see their own. Elsewhere its keeper does. */
async function keepStatementStatistics(admin: postgres.Sql): Promise<void> {
  const [own] = await admin<
    { rolsuper: boolean }[]
  >`select rolsuper from pg_roles where rolname = current_user`;
  if (!own?.rolsuper) return;
  const [server] = await admin<{ counts: boolean }[]>`
    select current_setting('shared_preload_libraries') like '%pg_stat_statements%' as counts`;
  if (!server?.counts) return;
  await admin.unsafe(`
    create schema if not exists statistics;
    create extension if not exists pg_stat_statements schema statistics;
    grant usage on schema statistics to santral_app, santral_worker`);
}

async function canLogIn(url: string): Promise<boolean> {
  const probe = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await probe`select 1`;
    return true;
  } catch {
    // Whatever the reason, setting the password again is the mend.
    return false;
  } finally {
    await probe.end({ timeout: 5 });
  }
}

function readPasswords(secretsFile: string): Passwords {
  const kept = existsSync(secretsFile)
    ? (JSON.parse(readFileSync(secretsFile, "utf8")) as { databasePasswords?: Passwords })
    : {};
  if (kept.databasePasswords) return kept.databasePasswords;
  const databasePasswords = Object.fromEntries(
    loginRoles.map((role) => [role, randomBytes(24).toString("hex")]),
  ) as Passwords;
  mkdirSync(dirname(secretsFile), { recursive: true });
  const draft = `${secretsFile}.new`;
  writeFileSync(draft, JSON.stringify({ ...kept, databasePasswords }, null, 2), { mode: 0o600 });
  renameSync(draft, secretsFile);
  return databasePasswords;
}

function withLogin(url: string, user: string, password: string): string {
  const login = new URL(url);
  login.username = user;
  login.password = password;
  return login.href;
}
