import postgres from "postgres";
import { PlainError } from "../lib/plain-error.ts";

/** The longest name that the server keeps whole. */
const maxNameBytes = 63;

export const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** The same server and login, another database; as another role where one is named. */
export function withDatabase(url: string, database: string, role?: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (role) changed.searchParams.set("role", role);
  return changed.href;
}

/** A database beside another one, for a while: its name says whose it is, so that the next run finds it. */
export function besideName(url: string, suffix: string): string {
  return `${databaseOf(url).slice(0, maxNameBytes - suffix.length - 1)}_${suffix}`;
}

/** Runs one work on the server's own database: nobody can rename or drop one that they stand in. */
export async function onServer<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const open = (database: string) =>
    postgres(withDatabase(url, database), { max: 1, connect_timeout: 10, onnotice: () => {} });
  const sql = open("postgres");
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Whether a role may make a database that `santral_owner` owns. */
export async function mayMakeDatabases(url: string): Promise<boolean> {
  return onServer(url, async (sql) => {
    const [row] = await sql<{ may: boolean }[]>`
      select (rolsuper or rolcreatedb) and coalesce(pg_has_role(current_user, 'santral_owner', 'member'), false) as may
      from pg_roles where rolname = current_user and exists (select 1 from pg_roles where rolname = 'santral_owner')`;
    return row?.may === true;
  });
}

/** @throws PlainError naming who uses it */
export async function requireUnused(sql: postgres.Sql, database: string): Promise<void> {
  const users = await sql<{ name: string; count: number }[]>`
    select coalesce(nullif(application_name, ''), 'a program without a name') as name, count(*)::int as count
    from pg_stat_activity where datname = ${database} and pid <> pg_backend_pid() group by 1 order by 1`;
  if (users.length === 0) return;
  const named = users.map(({ name, count }) => `${name} (${count})`).join(", ");
  throw new PlainError(
    `The database "${database}" is in use by ${named}.\nStop the product (and whatever else is connected) and restore again.`,
  );
}
