import { sql } from "drizzle-orm";
import { type Db, databaseErrorCode, getRuntime, type OperatorCtx, requirePermission } from "@/server/kernel";
import { SlowQueries, type SlowQuery } from "./schemas";

const maxQueries = 30;
const maxStatement = 2_000;

/**
 * The statements of the product that took most of the server's time, from `pg_stat_statements`, which keeps them without
 * their values. Each of our roles is asked for its own, as a server shows a role no others.
 */
export async function listSlowQueries({ ctx }: { ctx: OperatorCtx }): Promise<SlowQueries> {
  requirePermission(ctx, "platform.read");
  const { app, worker } = getRuntime();
  const [known] = await app.execute<{ schema: string }>(sql`
    select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_stat_statements'`);
  if (!known) return { state: "off" };
  try {
    const [ofApp, ofWorker, since] = await Promise.all([
      readOwn(app, "app", known.schema),
      readOwn(worker, "worker", known.schema),
      readSince(app, known.schema),
    ]);
    const queries = [...ofApp, ...ofWorker]
      .sort((one, other) => other.totalMs - one.totalMs)
      .slice(0, maxQueries);
    return SlowQueries.parse({ state: "on", since, queries });
  } catch (error) {
    // The extension is there, its library is not loaded; or our roles may not look into its schema.
    if (["55000", "42501"].includes(databaseErrorCode(error) ?? "")) return { state: "off" };
    throw error;
  }
}

async function readOwn(db: Db, role: SlowQuery["role"], schema: string): Promise<SlowQuery[]> {
  const rows = await db.execute<Record<string, string>>(sql`
    select left(min(s.query), ${maxStatement}) as statement, sum(s.calls) as calls, sum(s.total_exec_time) as total_ms,
      max(s.max_exec_time) as max_ms, sum(s.rows) as rows
    from ${sql.identifier(schema)}.pg_stat_statements s
    where s.userid = (select oid from pg_roles where rolname = current_user)
      and s.dbid = (select oid from pg_database where datname = current_database())
      and s.query ~* '^\\s*(select|insert|update|delete|with|merge)'
    group by s.queryid order by sum(s.total_exec_time) desc limit ${maxQueries}`);
  return rows.map((row) => ({
    statement: row.statement!.replace(/\s+/g, " ").trim(),
    role,
    calls: Number(row.calls),
    totalMs: Number(row.total_ms),
    meanMs: Number(row.total_ms) / Math.max(1, Number(row.calls)),
    maxMs: Number(row.max_ms),
    rows: Number(row.rows),
  }));
}

async function readSince(db: Db, schema: string): Promise<string | null> {
  const [row] = await db.execute<{ reset: string | null }>(
    sql`select stats_reset as reset from ${sql.identifier(schema)}.pg_stat_statements_info`,
  );
  return row?.reset ? new Date(row.reset).toISOString() : null;
}
