import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import postgres from "postgres";
import { PlainError } from "../lib/plain-error.ts";
import { RowCounter } from "./count-rows.ts";
import type { TableShape } from "./manifest.ts";
import type { Content } from "./place.ts";

/** A moment of a database that stays readable, however much is written meanwhile. */
export type Snapshot = {
  server: string;
  /** Those that had run, oldest first. */
  migrations: { when: number; hash: string }[];
  /** The product's tables; of a partitioned one its partitions. */
  tables: TableShape[];
  /**
   * Streams a table's rows in the server's binary form.
   *
   * @returns how many there are and what `consume` made of them; null for a partition whose age ended meanwhile
   */
  copyOut<T>(
    table: TableShape,
    consume: (rows: Content) => Promise<T>,
  ): Promise<{ rows: number; made: T } | null>;
  readSequences(): Promise<{ name: string; lastValue: string | null }[]>;
  /** @throws PlainError when tables were changed meanwhile: rows of two shapes are no backup */
  requireSameShape(): Promise<void>;
};

/** Another backup, its check or a restore holds the database. */
const backupLock = 7_268_727;
const readOnly = "isolation level repeatable read read only";

/**
 * Opens a database at one moment. A connection holds the snapshot and no table; each table is read in a transaction of
 * its own on that snapshot, so that a partition can be made or dropped between two of them and nobody waits long.
 *
 * @param url a role that row security does not bind, or `santral_owner`, whose policy shows it every row
 * @throws PlainError when another backup is under way, or the role would not see every row
 */
export async function withSnapshot<T>(url: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const sql = openForCopy(url);
  try {
    const made = await sql.begin(readOnly, async (holder) => {
      const [lock] = await holder`select pg_try_advisory_lock(${backupLock}) as mine`;
      if (!lock?.mine) {
        throw new PlainError("Another backup of this database is under way: wait until it has ended.");
      }
      const role = await findRole(holder);
      await holder.unsafe(role);
      const [at] = await holder<{ id: string }[]>`select pg_export_snapshot() as id`;
      const tables = await readTables(holder);
      const [server] = await holder<
        { version: string }[]
      >`select current_setting('server_version') as version`;
      const told = await work({
        server: server!.version,
        migrations: await readMigrations(holder),
        tables,
        copyOut: (table, consume) =>
          sql
            .begin(readOnly, async (tx) => {
              await tx.unsafe(`set transaction snapshot '${at!.id}'`);
              await tx.unsafe(role);
              return { copied: await copyTable(tx, table, consume) };
            })
            .then(
              ({ copied }) => copied,
              (error: unknown) => {
                const isGone =
                  Reflect.get(error as Error, "code") === undefinedTable && table.partition !== null;
                if (!isGone) throw error;
                return null;
              },
            ),
        readSequences: () => readSequences(holder),
        requireSameShape: () => requireSameShape(sql, tables),
      });
      return { told };
    });
    return made.told;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A client for long streams: neither the server nor the driver ends it by the clock. */
export function openForCopy(url: string): postgres.Sql {
  return postgres(url, {
    max: 2,
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: "santral-backup",
      statement_timeout: 0,
      idle_in_transaction_session_timeout: 0,
      // A large table is otherwise begun where another reader is, and its rows come in another order.
      synchronize_seqscans: "off",
      // One reader takes one core at the most: the others are for those who are served meanwhile.
      max_parallel_workers_per_gather: 0,
    },
  });
}

/** What a transaction says first, so that no row is left out: row security filters without a word. */
async function findRole(tx: postgres.TransactionSql): Promise<string> {
  const [row] = await tx<{ role: string; sees_all: boolean; may_own: boolean }[]>`
    select current_user as role, rolsuper or rolbypassrls as sees_all,
      exists (select 1 from pg_roles o where o.rolname = 'santral_owner' and pg_has_role(current_user, o.oid, 'member'))
        as may_own
    from pg_roles where rolname = current_user`;
  if (row?.sees_all) return "set local row_security = off";
  if (row?.may_own) return "set local role santral_owner";
  throw new PlainError(
    `The role "${row?.role}" does not see every row, and a backup that leaves rows out is none. Set BACKUP_DATABASE_URL to ` +
      "a role that does: a superuser, one with BYPASSRLS and pg_read_all_data, or santral_owner.",
  );
}

async function readMigrations(tx: postgres.TransactionSql): Promise<Snapshot["migrations"]> {
  const [table] = await tx`select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (!table?.present)
    throw new PlainError("This database is not one of Santral's: no migration has run on it.");
  const rows = await tx<{ created_at: string; hash: string }[]>`
    select created_at, hash from drizzle.__drizzle_migrations order by created_at`;
  return rows.map(({ created_at, hash }) => ({ when: Number(created_at), hash }));
}

export async function readTables(sql: postgres.Sql | postgres.TransactionSql): Promise<TableShape[]> {
  const rows = await sql<{ name: string; columns: string[]; parent: string | null; bound: string | null }[]>`
    select c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c
    left join pg_inherits i on i.inhrelid = c.oid
    left join pg_class p on p.oid = i.inhparent
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname collate "C"`;
  return rows.map(({ name, columns, parent, bound }) => ({
    name,
    columns,
    partition: parent !== null && bound !== null ? { of: parent, bound } : null,
  }));
}

async function readSequences(
  sql: postgres.TransactionSql,
): Promise<{ name: string; lastValue: string | null }[]> {
  return sql<{ name: string; lastValue: string | null }[]>`
    select sequencename as name, last_value::text as "lastValue" from pg_sequences where schemaname = 'public' order by 1`;
}

const undefinedTable = "42P01";

async function copyTable<T>(
  tx: postgres.TransactionSql,
  table: TableShape,
  consume: (rows: Content) => Promise<T>,
): Promise<{ rows: number; made: T }> {
  const columns = table.columns.map(quote).join(", ");
  const stream = await tx
    .unsafe(`copy (select ${columns} from ${quote(table.name)}) to stdout (format binary)`)
    .readable();
  const counter = new RowCounter();
  const made = await readAll(stream, (rows) => consume(counter.count(rows)));
  return { rows: counter.rows, made };
}

/**
 * Hands a stream of rows on and leaves its connection usable, whatever the reader does. The driver pauses its socket when
 * rows come faster than they are read, and resumes it for the next read only: rows that end meanwhile, or a reader that
 * fails, would leave it paused for good.
 */
async function readAll<T>(stream: Readable, consume: (rows: Content) => Promise<T>): Promise<T> {
  try {
    return await consume(stream.iterator({ destroyOnReturn: false }));
  } finally {
    stream.removeAllListeners("readable").resume();
    await finished(stream).catch(() => {});
    stream._read(0);
  }
}

/** Partitions come and go. */
async function requireSameShape(sql: postgres.Sql, before: readonly TableShape[]): Promise<void> {
  const shapeOf = (tables: readonly TableShape[]) =>
    JSON.stringify(
      tables.filter((table) => table.partition === null).map(({ name, columns }) => [name, columns]),
    );
  if (shapeOf(await readTables(sql)) !== shapeOf(before)) {
    throw new PlainError(
      "The tables were changed while they were read (a new version was started): back up again.",
    );
  }
}

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
