import { and, eq, gt, like, lt, or, sql } from "drizzle-orm";
import { customerFigures, customerMerges, dailyFigures, laterJobs, outbox } from "@/db/schema";
import { type Ctx, runLater, type Transaction } from "@/server/kernel";
import { daysSummed, slotsCounted } from "./count-slots";
import { dayBounds } from "./days";
import { conversationJob, hourJob } from "./recompute-hour";
import { countCustomers, customersJob } from "./recount-customers";

type Span = { from: Date; to: Date };

/** A figure whose stored count is not what the raw rows have; `hours` (UTC) are those to be counted anew. */
export type FigureDifference = { figure: string; stored: number; counted: number; hours: string[] };

/** Work that is late by so much is a backlog: figures may then be out of date without being wrong. */
const backlogMs = 60_000;

/**
 * The quarters of a span as they are stored against the raw rows, in one statement and so of one moment. Counts are of the
 * keys that differ.
 */
export async function compareSlots(
  tx: Transaction,
  workspaceId: string,
  span: Span,
): Promise<FigureDifference[]> {
  return tx.execute<FigureDifference>(sql`
    select kind as figure, coalesce(sum(s.n), 0)::int as stored, coalesce(sum(c.n), 0)::int as counted,
      jsonb_agg(distinct to_char(slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24')) as hours
    from (${slotsCounted(workspaceId, span)}) c
    full join (
      select slot, kind, key, n from figure_counts where workspace_id = ${workspaceId}::uuid
        and slot >= ${span.from.toISOString()}::timestamptz and slot < ${span.to.toISOString()}::timestamptz
    ) s using (slot, kind, key)
    where c.n is distinct from s.n group by kind order by kind`);
}

/** A day (`2026-11-20`, of the workspace's zone) as it is stored against the sum of its quarters. */
export async function compareDay(
  tx: Transaction,
  workspace: Ctx["workspace"],
  day: string,
): Promise<FigureDifference[]> {
  const span = dayBounds(day, workspace.timeZone);
  type Day = {
    counts: Record<string, Record<string, number>>;
    spreads: Record<string, { values: number[]; counts: number[] }>;
  };
  const [row] = await tx.execute<{ stored: Day | null; counted: Day | null }>(sql`
    select
      (select jsonb_build_object('counts', d.counts, 'spreads', d.spreads) from ${dailyFigures} d
       where d.workspace_id = ${workspace.id}::uuid and d.day = ${day}::date and d.time_zone = ${workspace.timeZone}::text) as stored,
      (select jsonb_build_object('counts', c.counts, 'spreads', c.spreads) from (${daysSummed(workspace, span)}) c
       where c.day = ${day}::date) as counted`);
  const figuresOf = (of: Day | null) => ({ ...of?.counts, ...of?.spreads });
  const [stored, counted] = [figuresOf(row!.stored), figuresOf(row!.counted)];
  const total = (figure: Record<string, unknown> | undefined): number =>
    Object.values(figure ?? {})
      .flat()
      .reduce<number>((sum, n) => sum + Number(n), 0);
  // Its day is summed anew with any of its hours.
  const hours = [span.from.toISOString().slice(0, 13)];
  return [...new Set([...Object.keys(stored), ...Object.keys(counted)])]
    .filter((figure) => JSON.stringify(stored[figure]) !== JSON.stringify(counted[figure]))
    .sort()
    .map((figure) => ({ figure, stored: total(stored[figure]), counted: total(counted[figure]), hours }));
}

/**
 * Who wrote most and who came back, as it is stored against the raw rows as of the moment at which it was counted.
 *
 * @returns the names of what differs; null where that cannot be told: it was never counted, takes longer than `atMostMs`,
 *   or customers were merged since
 */
export async function compareCustomers(
  tx: Transaction,
  workspace: Ctx["workspace"],
  atMostMs: number,
): Promise<string[] | null> {
  const [stored] = await tx
    .select()
    .from(customerFigures)
    .where(eq(customerFigures.workspaceId, workspace.id));
  if (!stored || stored.tookMs > atMostMs) return null;
  const [merged] = await tx
    .select({ id: customerMerges.id })
    .from(customerMerges)
    .where(
      and(
        eq(customerMerges.workspaceId, workspace.id),
        or(gt(customerMerges.mergedAt, stored.countedAt), gt(customerMerges.undoneAt, stored.countedAt)),
      ),
    )
    .limit(1);
  if (merged) return null;
  const counted = await countCustomers(tx, workspace, stored.countedAt);
  return (["busiest", "cohorts"] as const).filter((name) => stable(stored[name]) !== stable(counted[name]));
}

/** As JSON with sorted keys: jsonb keeps an order of its own. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Whether what changes figures waits longer than it should: events not handed on, hours not counted. */
export async function hasFigureBacklog(tx: Transaction, ctx: Ctx): Promise<boolean> {
  const late = new Date(ctx.clock.now().getTime() - backlogMs);
  const jobs = tx
    .select({ kind: laterJobs.kind })
    .from(laterJobs)
    .where(
      and(
        eq(laterJobs.workspaceId, ctx.workspace.id),
        like(laterJobs.kind, "insight/%"),
        lt(laterJobs.dueAt, late),
      ),
    )
    .limit(1);
  const events = tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.workspaceId, ctx.workspace.id), lt(outbox.occurredAt, late)))
    .limit(1);
  return (await jobs).length > 0 || (await events).length > 0;
}

/** Has these hours (UTC) counted anew, as whatever happens in them would. */
export async function markHoursDirty(tx: Transaction, ctx: Ctx, hours: readonly string[]): Promise<void> {
  for (const subject of hours)
    await runLater(tx, { workspaceId: ctx.workspace.id, kind: hourJob, subject, dueAt: ctx.clock.now() });
}

/** Has the hours in which something of a conversation counts counted anew. */
export function markConversationDirty(tx: Transaction, ctx: Ctx, conversationId: string): Promise<void> {
  const dueAt = ctx.clock.now();
  return runLater(tx, {
    workspaceId: ctx.workspace.id,
    kind: conversationJob,
    subject: conversationId,
    dueAt,
  });
}

/** Has the customers' figures counted anew. */
export function markCustomersDirty(tx: Transaction, ctx: Ctx): Promise<void> {
  const { id } = ctx.workspace;
  return runLater(tx, { workspaceId: id, kind: customersJob, subject: id, dueAt: ctx.clock.now() });
}
