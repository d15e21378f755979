import { sql } from "drizzle-orm";
import { getRuntime } from "@/server/kernel";
import { functionIdOf } from "../registry";
import { hasEnded, readFunctionId, spanMs } from "../rules";
import { ListRunsInput, type RunRow } from "../schemas";
import { servedRegistry } from "../served-registry";
import {
  fromRuns,
  type RawRun,
  type RunsOfAll,
  readCursor,
  readSearch,
  runColumns,
  runsOfAll,
  toCursor,
  toRow,
} from "./internal";

/** Runs that have not ended are looked at so many at a time: how they stand is known when their jobs have been read. */
const roundSize = 2_000;

export type AnyRun = RunRow & { workspaceId: string };

/**
 * Runs of every workspace, and of the platform itself under its own id, newest first: ids, functions, states and times, as
 * the database gives no more across workspaces. Who may ask is the caller's care.
 */
export async function readAllRuns(
  input: ListRunsInput & { workspaceId?: string | null },
  now: Date,
): Promise<{ rows: AnyRun[]; nextCursor: string | null }> {
  const { status, workflow, span, search, limit, cursor } = ListRunsInput.parse(input);
  if (search) return { rows: await findRuns(search, limit, now), nextCursor: null };
  const isOpen = status != null && !hasEnded(status);
  const most = isOpen ? roundSize : limit + 1;
  const found: RawRun[] = [];
  let last = (cursor && readCursor(cursor)) || undefined;
  for (;;) {
    const round = await readStanding(
      {
        state: isOpen ? "running" : status,
        functions: workflow ? [functionIdOf(workflow), `${functionIdOf(workflow)}-failure`] : null,
        workspaceId: input.workspaceId,
        since: span ? new Date(now.getTime() - spanMs[span]) : null,
        last,
        most,
      },
      now,
    );
    found.push(...(isOpen ? round.filter((run) => run.status === status) : round));
    const end = round.at(-1);
    if (!end || round.length < most || found.length > limit) break;
    last = { askedAt: new Date(end.asked_at), id: end.id };
  }
  const shown = found.slice(0, limit);
  const next = found.length > limit ? shown.at(-1) : undefined;
  return { rows: shown.map(toAnyRow), nextCursor: next ? toCursor(next) : null };
}

/** The workspace of a run, or the platform's id; null when there is no such run. Who may ask is the caller's care. */
export async function findRunWorkspace(runId: string): Promise<string | null> {
  const [row] = await getRuntime().worker.execute<{ workspace_id: string }>(
    sql`select r.workspace_id from ${runsOfAll({ id: runId }).rows} r where r.id = ${runId}::uuid`,
  );
  return row?.workspace_id ?? null;
}

/** The workflows of this build, by their ids. @throws WorkflowsNotServed */
export const listServedWorkflows = (): string[] =>
  [...new Set([...servedRegistry().all()].map(({ id }) => readFunctionId(id).workflow))].sort();

const toAnyRow = (raw: RawRun): AnyRun => ({ ...toRow(raw), workspaceId: raw.workspace_id });

const readStanding = async (narrowing: RunsOfAll, now: Date): Promise<RawRun[]> => [
  ...(await getRuntime().worker.execute<RawRun>(sql`
    select ${runColumns} from ${fromRuns(now, runsOfAll(narrowing))} order by r.asked_at desc, r.id desc`)),
];

/** By the whole id of a run or of its event. */
async function findRuns(search: string, limit: number, now: Date): Promise<AnyRun[]> {
  const { runId, eventId } = readSearch(search);
  const id = runId ?? eventId;
  return id ? (await readStanding({ id, most: limit }, now)).map(toAnyRow) : [];
}
