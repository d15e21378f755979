import { once } from "node:events";
import type { Writable } from "node:stream";
import type postgres from "postgres";
import { PlainError } from "../lib/plain-error.ts";
import type { Manifest, TableBackup } from "./manifest.ts";
import type { Content } from "./place.ts";
import { openForCopy, quote, readTables } from "./snapshot.ts";

/**
 * Loads the rows of a backup into a database that has been migrated to exactly the backup's last migration and is used
 * by nobody: in one transaction, so that it holds all of them or none. Needs no superuser: as owner it takes the foreign
 * keys away, loads, and makes them again, which checks each of them.
 *
 * @param ownerUrl `santral_owner` on that database
 * @param contentOf the rows of a table, checked against the manifest as they stream
 * @throws PlainError when a table has another number of rows than the manifest tells
 */
export async function loadRows(input: {
  ownerUrl: string;
  manifest: Manifest;
  contentOf: (table: TableBackup) => Promise<Content>;
  onTable?: (table: TableBackup) => void;
}): Promise<void> {
  const { ownerUrl, manifest, contentOf, onTable = () => {} } = input;
  const sql = openForCopy(ownerUrl);
  try {
    await sql.begin(async (tx) => {
      await makePartitions(tx, manifest.tables);
      const tables = await readTables(tx);
      requireSameTables(
        tables.map(({ name }) => name),
        manifest,
      );
      const foreignKeys = await dropForeignKeys(tx);
      const names = tables.map(({ name }) => quote(name));
      for (const name of names) {
        await tx.unsafe(`alter table ${name} no force row level security, disable trigger user`);
      }
      // Whatever a migration has put there is in the backup, too.
      for (const name of names) await tx.unsafe(`delete from ${name}`);
      for (const table of manifest.tables) {
        const rows = await copyIn(tx, table, await contentOf(table));
        if (rows !== table.rows) {
          throw new PlainError(
            `The backup is damaged: ${table.name} has ${rows} rows instead of ${table.rows}.`,
          );
        }
        onTable(table);
      }
      for (const name of names) {
        await tx.unsafe(`alter table ${name} force row level security, enable trigger user`);
      }
      for (const statement of foreignKeys) await tx.unsafe(statement);
      for (const { name, lastValue } of manifest.sequences) {
        if (lastValue !== null) await tx`select setval(${quote(name)}::regclass, ${lastValue}::bigint)`;
      }
    });
    await sql.unsafe("analyze");
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Exactly the partitions of the backup, each behind row security; the empty ones of a fresh database go. */
async function makePartitions(tx: postgres.TransactionSql, wanted: readonly TableBackup[]): Promise<void> {
  const standing = await readTables(tx);
  const isWanted = (name: string) => wanted.some((table) => table.name === name);
  for (const { name, partition } of standing) {
    if (partition && !isWanted(name)) await tx.unsafe(`drop table ${quote(name)}`);
  }
  for (const { name, partition } of wanted) {
    if (!partition || standing.some((table) => table.name === name)) continue;
    await tx.unsafe(`create table ${quote(name)} partition of ${quote(partition.of)} ${partition.bound}`);
    await tx`select secure_workspace_table(${quote(name)}::regclass)`;
  }
}

function requireSameTables(standing: readonly string[], { tables }: Manifest): void {
  const names = new Set(tables.map(({ name }) => name));
  const other = [...names].filter((name) => !standing.includes(name));
  other.push(...standing.filter((name) => !names.has(name)));
  if (other.length > 0) {
    throw new PlainError(
      `The backup and the migrations of its time do not fit together: ${other.join(", ")}.`,
    );
  }
}

/** @returns the statements that make them again */
async function dropForeignKeys(tx: postgres.TransactionSql): Promise<string[]> {
  const keys = await tx<{ table: string; name: string; definition: string }[]>`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.conparentid = 0 and k.connamespace = 'public'::regnamespace order by 1, 2`;
  for (const { table, name } of keys) {
    await tx.unsafe(`alter table ${quote(table)} drop constraint ${quote(name)}`);
  }
  return keys.map(
    ({ table, name, definition }) =>
      `alter table ${quote(table)} add constraint ${quote(name)} ${definition}`,
  );
}

/** @returns how many rows the table has then */
async function copyIn(tx: postgres.TransactionSql, table: TableBackup, content: Content): Promise<number> {
  const columns = table.columns.map(quote).join(", ");
  const stream = await tx
    .unsafe(`copy ${quote(table.name)} (${columns}) from stdin (format binary)`)
    .writable();
  try {
    await writeAll(stream, content);
  } catch (error) {
    stream.destroy();
    throw error;
  }
  // Waits behind the rows, and fails where they were refused: the driver tells that to nobody else.
  const [counted] = await tx<{ rows: string }[]>`select count(*) as rows from ${tx(table.name)}`;
  return Number(counted!.rows);
}

async function writeAll(stream: Writable, content: Content): Promise<void> {
  const broken = new Promise<never>((_, reject) => stream.once("error", reject));
  broken.catch(() => {});
  for await (const chunk of content) {
    if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), broken]);
    if (stream.errored) throw stream.errored;
  }
  stream.end();
}
