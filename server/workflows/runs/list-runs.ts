import { type SQL, sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, type Transaction } from "@/server/kernel";
import { functionIdOf } from "../registry";
import { hasEnded, readFunctionId, spanMs } from "../rules";
import { ListRunsInput, type RunPage } from "../schemas";
import {
  fromRuns,
  instant,
  type RawRun,
  readCursor,
  readSearch,
  runColumns,
  statusOf,
  toCursor,
  toRow,
} from "./internal";

/** The workspace's runs, newest first. */
export async function listRuns({ ctx, input }: { ctx: Ctx; input: ListRunsInput }): Promise<RunPage> {
  requirePermission(ctx, "workflow.read");
  return inWorkspace(ctx, (tx) => readRuns(tx, ctx.workspace.id, input, ctx.clock.now()));
}

/** The workflows that have run in the workspace, by their ids. */
export async function listRunWorkflows({ ctx }: { ctx: Ctx }): Promise<string[]> {
  requirePermission(ctx, "workflow.read");
  const ids = await inWorkspace(ctx, (tx) => readFunctionIds(tx, ctx.workspace.id));
  return [...new Set(ids.map((id) => readFunctionId(id).workflow))].sort();
}

/** Runs of one workspace; who may ask is the caller's care. */
export async function readRuns(
  tx: Transaction,
  workspaceId: string,
  input: ListRunsInput,
  now: Date,
): Promise<RunPage> {
  const { status, workflow, span, search, limit, cursor } = ListRunsInput.parse(input);
  const conditions: SQL[] = [sql`r.workspace_id = ${workspaceId}::uuid`];
  if (search) {
    const found = await searched(tx, workspaceId, search);
    if (!found) return { rows: [], nextCursor: null };
    conditions.push(found);
  }
  if (status) {
    conditions.push(sql`r.state = ${hasEnded(status) ? status : "running"}`);
    if (!hasEnded(status)) conditions.push(sql`${statusOf} = ${status}`);
  }
  if (workflow) {
    const id = functionIdOf(workflow);
    conditions.push(sql`r.function_id in (${id}, ${`${id}-failure`})`);
  }
  if (span) conditions.push(sql`r.asked_at >= ${instant(new Date(now.getTime() - spanMs[span]))}`);
  const last = cursor && readCursor(cursor);
  if (last) conditions.push(sql`(r.asked_at, r.id) < (${instant(last.askedAt)}, ${last.id}::uuid)`);
  const rows = await tx.execute<RawRun>(sql`
    select ${runColumns} from ${fromRuns(now)} where ${sql.join(conditions, sql` and `)}
    order by r.asked_at desc, r.id desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown.map(toRow), nextCursor: next ? toCursor(next) : null };
}

/** By the id of a run or of its event, as it is shown or as it stands in a log; undefined when it is no id. */
async function searched(tx: Transaction, workspaceId: string, search: string): Promise<SQL | undefined> {
  const { runId, eventId } = readSearch(search);
  const isRun = sql`r.id = ${runId}::uuid`;
  if (!eventId) return runId ? isRun : undefined;
  // By function and event there is an index, and functions are few.
  const functionIds = await readFunctionIds(tx, workspaceId);
  const events = await tx.execute<{ id: string }>(sql`
    select id from workflow_runs where workspace_id = ${workspaceId}::uuid
      and function_id = any(string_to_array(${functionIds.join(" ")}, ' ')) and event_id = ${eventId}::uuid`);
  const ids = [...events.map(({ id }) => id), ...(runId ? [runId] : [])];
  return ids.length > 0 ? sql`r.id = any(string_to_array(${ids.join(" ")}, ' ')::uuid[])` : undefined;
}

/** One step of the index for each function, however many runs there are. */
async function readFunctionIds(tx: Transaction, workspaceId: string): Promise<string[]> {
  const rows = await tx.execute<{ function_id: string }>(sql`
    with recursive functions as (
      (select function_id from workflow_runs where workspace_id = ${workspaceId}::uuid order by function_id limit 1)
      union all
      select (select r.function_id from workflow_runs r where r.workspace_id = ${workspaceId}::uuid
        and r.function_id > f.function_id order by r.function_id limit 1)
      from functions f where f.function_id is not null
    )
    select function_id from functions where function_id is not null`);
  return rows.map((row) => row.function_id);
}
