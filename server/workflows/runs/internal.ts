import { type SQL, sql } from "drizzle-orm";
import { fromPublicId, type Transaction, toPublicId } from "@/server/kernel";
import { lateAfterS, lostAfterS, type RunStatus, readFunctionId, type StuckReason } from "../rules";
import { RunNotFound } from "../run-errors";
import type { RunLink, RunRow } from "../schemas";
import { findServedRegistry } from "../served-registry";

/** A moment as raw statements take it. */
export const instant = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/**
 * Where runs are read from (`r`), whether an event or another run will wake one that has not ended, and the names and
 * versions of its events.
 */
type RunSource = { rows: SQL; isAwaiting: SQL; events: SQL };

const ownRuns: RunSource = {
  rows: sql`workflow_runs`,
  isAwaiting: sql`exists (select 1 from workflow_waits w
      where w.workspace_id = r.workspace_id and w.run_id = r.id and w.step not like 'cancel:%')
    or exists (select 1 from workflow_runs c
      where c.workspace_id = r.workspace_id and c.parent_run_id = r.id and c.state = 'running')`,
  events: sql`select e.name, e.version from workflow_events e
    where e.workspace_id = r.workspace_id and e.id = any(coalesce(r.batch, array[r.event_id]))`,
};

/** What narrows runs of every workspace; `most` of them, or all. */
export type RunsOfAll = {
  state?: RunStatus | null | undefined;
  functions?: readonly string[] | null;
  workspaceId?: string | null | undefined;
  /** Of a run, or of the event that it began with. */
  id?: string;
  since?: Date | null;
  last?: { askedAt: Date; id: string } | undefined;
  most?: number;
};

/** Runs of every workspace, for the worker alone, who sees every job: ids, functions, states and times. */
export function runsOfAll({ state, functions, workspaceId, id, since, last, most }: RunsOfAll): RunSource {
  const names = functions ? sql`string_to_array(${functions.join(" ")}, ' ')` : sql`null`;
  const before = last ? sql`${instant(last.askedAt)}, ${last.id}::uuid` : sql`null, null`;
  return {
    rows: sql`resolve_runs(${state ?? null}::text, ${names}, ${workspaceId ?? null}::uuid, ${id ?? null}::uuid,
      ${since ? instant(since) : sql`null`}, ${before}, ${most ?? null}::integer)`,
    isAwaiting: sql`r.is_awaiting`,
    events: sql`select r.event_name as name, r.event_version as version`,
  };
}

/**
 * `from workflow_runs r`, and of a run that has not ended what its jobs say (`job`). Whatever asks how runs stand begins
 * with it.
 */
export function fromRuns(now: Date, { rows, isAwaiting, events }: RunSource = ownRuns): SQL {
  const lostBefore = instant(new Date(now.getTime() - lostAfterS * 1_000));
  const lateBefore = instant(new Date(now.getTime() - lateAfterS * 1_000));
  return sql`${rows} r left join lateral (
    select
      coalesce(bool_or(j.lease_until < ${lostBefore}), false) as is_lost,
      -- What waits for room is not late; a job of high priority is due before it was asked for.
      coalesce(bool_or(j.lease_until is null and j.blocked_on is null
        and j.due_at + make_interval(secs => greatest(r.priority_s, 0)) < ${lateBefore}), false) as is_late,
      coalesce(bool_or(j.kind = 'call' and (j.lease_until >= ${lostBefore}
        or (j.lease_until is null and j.due_at <= ${instant(now)}))), false) as is_called,
      coalesce(bool_or(j.kind <> 'timeout'), false) as has_next,
      coalesce(bool_or(j.kind = 'call' and j.lease_until is null), false) and ${isUnknownHere(events)} as needs_build
    from workflow_jobs j where r.state = 'running' and j.workspace_id = r.workspace_id and j.run_id = r.id
  ) job on true cross join lateral (select (${isAwaiting}) as is_awaiting) other`;
}

/** A run of another build: this one does not have its function, or knows older versions of its event only. */
function isUnknownHere(events: SQL): SQL {
  const registry = findServedRegistry();
  if (!registry) return sql`false`;
  const functions = [...registry.all()].map(({ id }) => id).join(" ");
  const known = JSON.stringify(registry.events.list());
  return sql`(r.function_id <> all(string_to_array(${functions}, ' ')) or exists (
    select 1 from (${events}) e
    join jsonb_to_recordset(${known}::text::jsonb) as known(name text, version int) on known.name = e.name
    where e.version > known.version))`;
}

/** A run that nothing will ever wake: without a job, a wait and a run that it waits for. */
const isForgotten = sql`(not job.has_next and not other.is_awaiting)`;

/** How a run stands, as `runStatuses` says. */
export const statusOf = sql`case
  when r.state <> 'running' then r.state
  when job.is_lost or job.is_late or job.needs_build or ${isForgotten} then 'stuck'
  when r.started_at is null then 'queued'
  when job.is_called then 'running'
  else 'waiting' end`;

/** Why it is stuck; means nothing for others. */
const stuckOf = sql`case when job.needs_build then 'build' when job.is_lost then 'lost' when job.is_late then 'late' else 'forgotten' end`;

export type RawRun = {
  workspace_id: string;
  id: string;
  function_id: string;
  event_id: string;
  status: RunStatus;
  stuck: StuckReason;
  ended_steps: number;
  asked_at: string;
  started_at: string | null;
  ended_at: string | null;
  parent_run_id: string | null;
};

/** What a `RawRun` is made of. */
export const runColumns = sql`r.workspace_id, r.id, r.function_id, r.event_id, ${statusOf} as status, ${stuckOf} as stuck, 
  r.ended_steps, r.asked_at, r.started_at, r.ended_at, r.parent_run_id`;

const iso = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

export function toRow(raw: RawRun): RunRow {
  return {
    id: toPublicId("workflowRun", raw.id),
    ...readFunctionId(raw.function_id),
    status: raw.status,
    stuck: raw.status === "stuck" ? raw.stuck : null,
    endedSteps: raw.ended_steps,
    askedAt: new Date(raw.asked_at).toISOString(),
    startedAt: iso(raw.started_at),
    endedAt: iso(raw.ended_at),
  };
}

const bare = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

/** What somebody looks for, as it is shown or as it stands in a log: of a run, of an event, or of either; null: no id. */
export function readSearch(search: string): { runId: string | null; eventId: string | null } {
  const text = search.toLowerCase();
  const either = bare.exec(text)?.slice(1).join("-") ?? null;
  return {
    runId: either ?? fromPublicId("workflowRun", text),
    eventId: either ?? fromPublicId("workflowEvent", text),
  };
}

/** The place behind a row, from which the next page goes on. */
export const toCursor = ({ asked_at, id }: RawRun): string =>
  `${new Date(asked_at).getTime()}.${toPublicId("workflowRun", id)}`;

/** Where a page ended. One that somebody has changed begins at the newest again. */
export function readCursor(cursor: string): { askedAt: Date; id: string } | undefined {
  const [ms, name] = cursor.split(".");
  const id = name && fromPublicId("workflowRun", name);
  const askedAt = new Date(Number(ms));
  return id && !Number.isNaN(askedAt.getTime()) ? { askedAt, id } : undefined;
}

export function toLink({
  id,
  functionId,
  askedAt,
}: {
  id: string;
  functionId: string;
  askedAt: Date;
}): RunLink {
  return {
    id: toPublicId("workflowRun", id),
    ...readFunctionId(functionId),
    askedAt: askedAt.toISOString(),
  };
}

/** @throws RunNotFound */
export async function getRawRunOrThrow(
  tx: Transaction,
  workspaceId: string,
  runId: string,
  now: Date,
): Promise<RawRun> {
  const [row] = await tx.execute<RawRun>(sql`
    select ${runColumns} from ${fromRuns(now)} where r.workspace_id = ${workspaceId}::uuid and r.id = ${runId}::uuid`);
  if (!row) throw new RunNotFound();
  return row;
}

/** The key of the event that a run begins anew with: whose repetition it is, and the which. */
export const replayKey = (runId: string, nth: number): string => `replay:${runId}:${nth}`;
const replayPattern = /^replay:([0-9a-f-]{36}):\d+$/;
/** The run that an event repeats, or null. */
export const replayedRunOf = (eventKey: string): string | null => replayPattern.exec(eventKey)?.[1] ?? null;

/** Events by which a run was begun anew: their keys lie side by side in the index. */
export const isReplayOf = (runId: string): SQL =>
  sql`key >= ${`replay:${runId}:`} and key < ${`replay:${runId};`}`;
