import { eq, sql } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import { disconnectChannel, listChannels } from "@/server/channels";
import { forgetFilesOf } from "@/server/files";
import {
  type Ctx,
  getRuntime,
  inTransaction,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  type Transaction,
  WorkspaceNotFound,
} from "@/server/kernel";

export const eraseKind = "workspaces/erase";

/** Rows that one transaction takes away, so that a large workspace holds nobody up. */
const rowsAtATime = 5_000;
/** A turn ends well before its lease; what is left has another one at once. */
const turnMs = 30_000;

/**
 * Erases a workspace whose time to be taken back is over: its bots are disconnected, then every row of it goes, table
 * by table from those that point to the ones pointed at, then its files, and at last itself with its audit. Safe to run
 * twice and to be killed anywhere: the next run goes on.
 */
export const eraseWorkspace: LaterHandler = async ({ workspaceId }) => {
  const { clock, worker } = getRuntime();
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "erase" }).catch(noneIfGone);
  const [row] = ctx
    ? await inWorkspace(ctx, (tx) => tx.select().from(workspaces).where(eq(workspaces.id, workspaceId)))
    : [];
  if (!ctx || !row?.eraseAt) return undefined;
  if (row.eraseAt > clock.now()) return { againAt: row.eraseAt };

  const endsAt = performance.now() + turnMs;
  for (const { id } of await listChannels({ ctx }))
    await disconnectChannel({ ctx, input: { channelId: id } });
  await forgetFilesOf(ctx);
  const tables = await inWorkspace(ctx, listTablesInOrder);
  for (const table of tables.filter((name) => !isOfThisWork(name))) {
    while (await eraseSome(ctx, table)) {
      if (performance.now() > endsAt) return { againAt: clock.now() };
    }
  }
  await inTransaction(worker, async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
    for (const table of tables.filter(isOfThisWork))
      await tx.execute(sql`delete from ${sql.identifier(table)} where workspace_id = ${workspaceId}::uuid`);
    await tx.execute(
      sql`select erase_workspace(${workspaceId}::uuid, ${clock.now().toISOString()}::timestamptz)`,
    );
  });
  return undefined;
};

/** What brings this work back after a kill: it goes with the workspace itself, not before. */
const isOfThisWork = (table: string): boolean => table.startsWith("workflow_") || table === "later_jobs";

function noneIfGone(error: unknown): null {
  if (error instanceof WorkspaceNotFound) return null;
  throw error;
}

/** Whether there may be more. */
async function eraseSome(ctx: Ctx, table: string): Promise<boolean> {
  const { id } = ctx.workspace;
  // As the worker: some rows may be added by requests and taken away by nobody else.
  const gone = await inTransaction(getRuntime().worker, async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${id}, true)`);
    return tx.execute(sql`
      delete from ${sql.identifier(table)} where workspace_id = ${id}::uuid and ctid = any(array(
        select ctid from ${sql.identifier(table)} where workspace_id = ${id}::uuid limit ${rowsAtATime}))`);
  });
  return gone.count === rowsAtATime;
}

/**
 * Every table of workspaces' rows, read from the database itself, so that none is forgotten: those that point to others
 * come before them. The audit goes at the end, with the workspace.
 */
async function listTablesInOrder(tx: Transaction): Promise<string[]> {
  const tables = await tx.execute<{ name: string; points_to: string | null }>(sql`
    select c.relname as name, (
      select string_agg(t.relname, ' ') from pg_constraint f join pg_class t on t.oid = f.confrelid
      where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as points_to
    from pg_class c
    join pg_policy p on p.polrelid = c.oid and p.polname = 'workspace'
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and not c.relispartition and c.relname <> 'audit_log'
    order by c.relname`);
  const left = new Map(tables.map(({ name, points_to }) => [name, points_to?.split(" ") ?? []]));
  const ordered: string[] = [];
  while (left.size > 0) {
    const free = [...left.keys()].filter((name) => ![...left.values()].some((to) => to.includes(name)));
    if (free.length === 0) throw new Error(`Tables point at each other: ${[...left.keys()].join(", ")}.`);
    for (const name of free) left.delete(name);
    ordered.push(...free);
  }
  return ordered;
}
