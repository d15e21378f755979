import { eq, sql } from "drizzle-orm";
import { type BusiestCustomers, type CustomerCohort, customerFigures } from "@/db/schema";
import {
  type Ctx,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  type Transaction,
} from "@/server/kernel";
import { dayOf } from "./days";
import { addToDay, figureSpans, toldWeeks, weekOf } from "./rules";

export const customersJob = "insight/customers";

const longestSpan = Math.max(...figureSpans);
/** So many of each span are kept. */
const keptBusiest = 10;
/** Counted at most this often, and never for more than a hundredth of the time. */
const leastPauseMs = 15_000;
const shareOfTime = 100;

/** Counts customers anew, unless that was done a moment ago: then as soon as it may be done again. */
export const countCustomersLater: LaterHandler = async ({ workspaceId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: customersJob });
  const [last] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ at: customerFigures.countedAt, tookMs: customerFigures.tookMs })
      .from(customerFigures)
      .where(eq(customerFigures.workspaceId, workspaceId)),
  );
  const now = ctx.clock.now().getTime();
  const restMs = Math.max(leastPauseMs, shareOfTime * (last?.tookMs ?? 0));
  if (last && now >= last.at.getTime() && now - last.at.getTime() < restMs) {
    return { againAt: new Date(last.at.getTime() + restMs) };
  }
  await recountCustomers({ ctx });
  return undefined;
};

/**
 * Who wrote most in each span, and how many of the customers of each week came back: from the raw rows, whole. Numbers
 * of different people do not add up over hours, so this is not made of rollups; it says when it was counted.
 */
export async function recountCustomers({ ctx }: { ctx: Ctx }): Promise<void> {
  const { id } = ctx.workspace;
  const startedMs = performance.now();
  await inWorkspace(ctx, async (tx) => {
    const countedAt = ctx.clock.now();
    const counted = await countCustomers(tx, ctx.workspace, countedAt);
    const row = { countedAt, tookMs: Math.round(performance.now() - startedMs), ...counted };
    await tx
      .insert(customerFigures)
      .values({ workspaceId: id, ...row })
      .onConflictDoUpdate({ target: customerFigures.workspaceId, set: row });
  });
}

/** The same as of a moment: what was written and who came after it is left out. */
export async function countCustomers(
  tx: Transaction,
  { id, timeZone }: { id: string; timeZone: string },
  asOf: Date,
): Promise<{ busiest: BusiestCustomers; cohorts: CustomerCohort[] }> {
  const today = dayOf(asOf, timeZone);
  const firstWeek = addToDay(weekOf(today), -7 * (toldWeeks - 1));
  const firstDay = [addToDay(today, 1 - longestSpan), firstWeek].sort()[0]!;
  const until = sql`${asOf.toISOString()}::timestamptz`;
  const zone = sql`${timeZone}::text`;
  const startOf = (day: string) => sql`(${day}::date::timestamp at time zone ${zone})`;
  const active = await tx.execute<{ part: string; name: string; nth: number; n: number }>(sql`
      with activity as materialized (
        select c.customer_id, (m.created_at at time zone ${zone})::date as day, count(*)::int as n
        from messages m
        join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
        where m.workspace_id = ${id}::uuid and m.created_at >= ${startOf(firstDay)}
          and m.created_at <= ${until} and m.direction = 'in'
        group by 1, 2
      ), newcomers as materialized (
        select k.id, date_trunc('week', k.created_at at time zone ${zone})::date as week
        from customers k where k.workspace_id = ${id}::uuid and k.created_at >= ${startOf(firstWeek)} and k.created_at <= ${until}
          and k.merged_into_id is null
      )
      ${sql.join(
        figureSpans.map(
          (
            span,
          ) => sql`(select ${`busiest ${span}`} as part, customer_id::text as name, 0 as nth, sum(n)::int as n
            from activity where day > ${addToDay(today, -span)}::date
            group by 2 order by 4 desc, 2 limit ${keptBusiest}) union all`,
        ),
        sql` `,
      )}
      select 'size', week::text, 0, count(*)::int from newcomers group by 2
      union all
      select 'active', k.week::text, ((date_trunc('week', a.day)::date - k.week) / 7)::int,
        count(distinct a.customer_id)::int
      from activity a join newcomers k on k.id = a.customer_id where a.day >= k.week group by 2, 3`);
  const busiest: BusiestCustomers = Object.fromEntries(
    figureSpans.map((span) => [
      String(span),
      active
        .filter(({ part }) => part === `busiest ${span}`)
        .map(({ name, n }) => ({ customerId: name, messages: n })),
    ]),
  );
  const cohorts: CustomerCohort[] = Array.from({ length: toldWeeks }, (_, index) => {
    const week = addToDay(firstWeek, 7 * index);
    const of = (part: string, nth: number) =>
      active.find((row) => row.part === part && row.name === week && row.nth === nth)?.n ?? 0;
    return {
      week,
      size: of("size", 0),
      active: Array.from({ length: toldWeeks - index }, (_week, nth) => of("active", nth)),
    };
  });
  return { busiest, cohorts };
}
