import { type SQL, sql } from "drizzle-orm";
import { type Ctx, getRuntime, inWorkspace, requirePermission, type Transaction } from "@/server/kernel";
import type { RunFigures } from "../schemas";
import { fromRuns, instant, runsOfAll, statusOf } from "./internal";

const hourMs = 3_600_000;
const shownHours = 24;

/** How much ended in the last 24 hours, how well and how fast, and what stands open now. */
export async function getRunFigures({ ctx }: { ctx: Ctx }): Promise<RunFigures> {
  requirePermission(ctx, "workflow.read");
  return inWorkspace(ctx, (tx) => readRunFigures(tx, ctx.workspace.id, ctx.clock.now()));
}

type Row = {
  hours: { hour: number; completed: number; failed: number; cancelled: number }[] | null;
  median_ms: number | null;
  p95_ms: number | null;
  open: Partial<RunFigures["open"]> | null;
};

/** The same for one workspace; who may ask is the caller's care. */
export function readRunFigures(tx: Transaction, workspaceId: string, now: Date): Promise<RunFigures> {
  const isOwn = sql`workspace_id = ${workspaceId}::uuid`;
  return sumUp(tx, now, {
    ended: (since) => sql`workflow_runs where ${isOwn} and ended_at >= ${since}`,
    open: sql`${fromRuns(now)} where r.${isOwn} and r.state = 'running'`,
  });
}

/** The same for all workspaces and the platform itself together; who may ask is the caller's care. */
export function readAllRunFigures(now: Date): Promise<RunFigures> {
  return sumUp(getRuntime().worker, now, {
    ended: (since) => sql`resolve_ended_runs(${since})`,
    open: fromRuns(now, runsOfAll({ state: "running" })),
  });
}

async function sumUp(
  db: Pick<Transaction, "execute">,
  now: Date,
  from: { ended: (since: SQL) => SQL; open: SQL },
): Promise<RunFigures> {
  const first = Math.floor(now.getTime() / hourMs) * hourMs - (shownHours - 1) * hourMs;
  const [row] = await db.execute<Row>(sql`
    with ended as materialized (
      -- As floating numbers: exact ones take three times as long to add up and to sort.
      select floor(date_part('epoch', ended_at) / 3600) as hour, state,
        date_part('epoch', ended_at - started_at) * 1000 as ms
      from ${from.ended(instant(new Date(first)))}
    ), hours as (
      select hour, count(*) filter (where state = 'completed') as completed,
        count(*) filter (where state = 'failed') as failed,
        count(*) filter (where state = 'cancelled') as cancelled
      from ended group by hour
    ), spread as (
      select percentile_disc(array[0.5, 0.95]) within group (order by ms) as ms from ended where ms is not null
    ), open as (
      select ${statusOf} as status, count(*) as runs from ${from.open} group by 1
    )
    select
      (select jsonb_agg(jsonb_build_object('hour', hour, 'completed', completed, 'failed', failed, 'cancelled', cancelled))
        from hours) as hours,
      (select round(ms[1]) from spread) as median_ms, (select round(ms[2]) from spread) as p95_ms,
      (select jsonb_object_agg(status, runs) from open) as open`);
  const byHour = new Map(row!.hours?.map((each) => [each.hour * hourMs, each]));
  const hours = Array.from({ length: shownHours }, (_, nth) => {
    const at = first + nth * hourMs;
    const { completed = 0, failed = 0, cancelled = 0 } = byHour.get(at) ?? {};
    return { at: new Date(at).toISOString(), completed, failed, cancelled };
  });
  const sum = (of: "completed" | "failed" | "cancelled") => hours.reduce((all, hour) => all + hour[of], 0);
  const tried = sum("completed") + sum("failed");
  return {
    hours,
    ended: tried + sum("cancelled"),
    failedShare: tried === 0 ? null : sum("failed") / tried,
    medianMs: row!.median_ms,
    p95Ms: row!.p95_ms,
    open: { queued: 0, running: 0, waiting: 0, stuck: 0, ...row!.open },
  };
}
