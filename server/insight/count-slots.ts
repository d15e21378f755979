import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/server/kernel";
import { countsAsResolved, wasReopened } from "./resolved";
import { spanKinds, spanSteps } from "./rules";

const slotOf = (at: SQL) => sql`date_bin('15 minutes', ${at}, timestamptz '2000-01-01 00:00:00+00')`;

/** The same rounding as `keptSpan`. */
function keptSpanOf(interval: SQL): SQL {
  const cases = spanSteps.map(({ below, step }) =>
    Number.isFinite(below)
      ? sql`when s < ${sql.raw(String(below))} then round(s / ${sql.raw(`${step}.0`)}) * ${sql.raw(String(step))}`
      : sql`else round(s / ${sql.raw(`${step}.0`)}) * ${sql.raw(String(step))}`,
  );
  return sql`(select (case ${sql.join(cases, sql` `)} end)::int::text
    from (select greatest(0, round(extract(epoch from ${interval}))) as s) spent)`;
}

type Span = { from: Date; to: Date };

/**
 * Counts the quarters of an hour from `from` to `to` (full hours, UTC) from the raw rows and writes the result over
 * what stood there. Running it twice, late or out of order gives the same rows.
 */
export async function countSlots(tx: Transaction, workspaceId: string, span: Span): Promise<void> {
  const w = sql`${workspaceId}::uuid`;
  await tx.execute(sql`
    delete from figure_counts where workspace_id = ${w} and slot >= ${span.from.toISOString()}::timestamptz
      and slot < ${span.to.toISOString()}::timestamptz`);
  await tx.execute(sql`
    insert into figure_counts (workspace_id, slot, kind, key, n)
    select ${w}, slot, kind, key, n from (${slotsCounted(workspaceId, span)}) counted`);
}

/**
 * The quarters of an hour from `from` to `to` as the raw rows have them now: `slot`, `kind`, `key`, `n`.
 *
 * Everything counts where it happened, but for what is told of conversations as they began: how many of them needed
 * nobody, how long they took, who closed them. Those stand in the quarter of their first message.
 */
export function slotsCounted(workspaceId: string, { from, to }: Span): SQL {
  const [w, a, b] = [
    sql`${workspaceId}::uuid`,
    sql`${from.toISOString()}::timestamptz`,
    sql`${to.toISOString()}::timestamptz`,
  ];
  const within = (column: SQL) => sql`${column} >= ${a} and ${column} < ${b}`;
  return sql`
    with said as materialized (
      select ${slotOf(sql`m.created_at`)} as slot, m.author, m.member_id, count(*) as n
      from messages m where m.workspace_id = ${w} and ${within(sql`m.created_at`)} group by 1, 2, 3
    ), begun as materialized (
      select ${slotOf(sql`c.created_at`)} as slot, ${countsAsResolved} as is_resolved,
        case when c.status = 'closed' then c.assigned_member_id end as closed_by,
        case when c.status = 'closed' then ${keptSpanOf(sql`c.last_message_at - c.first_inbound_at`)} end as took,
        count(*) as n
      from conversations c where c.workspace_id = ${w} and ${within(sql`c.created_at`)} group by 1, 2, 3, 4
    ), settled as materialized (
      select ${slotOf(sql`c.resolved_at`)} as slot,
        case when ${wasReopened} then 'reopened' when ${countsAsResolved} then c.resolution end as how
      from conversations c
      where c.workspace_id = ${w} and ${within(sql`c.resolved_at`)} and c.resolution is not null
    ), corrected as materialized (
      select distinct e.agent_run_id from intent_examples e
      where e.workspace_id = ${w} and e.agent_run_id is not null
    ), turns as materialized (
      select ${slotOf(sql`r.created_at`)} as slot, r.action, r.intent, r.language, ${countsAsResolved} as is_resolved,
        e.agent_run_id is not null as is_corrected, count(*) as n
      from agent_runs r
      join conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
      left join corrected e on e.agent_run_id = r.id
      where r.workspace_id = ${w} and ${within(sql`r.created_at`)} group by 1, 2, 3, 4, 5, 6
    ), answered as (
      select ${slotOf(sql`c.first_response_at`)} as slot,
        ${keptSpanOf(sql`c.first_response_at - c.first_inbound_at`)} as took
      -- Found by what was said then, as no index leads to the time of a first response; "limit" makes it one probe each,
      -- where the planner would read every conversation there is.
      from (select distinct m.conversation_id as id from messages m
        where m.workspace_id = ${w} and ${within(sql`m.created_at`)} and m.direction = 'out') replied
      cross join lateral (
        select first.first_response_at, first.first_inbound_at from conversations first
        where first.workspace_id = ${w} and first.id = replied.id and ${within(sql`first.first_response_at`)} limit 1
      ) c
    ), clocks as materialized (
      select ${slotOf(sql`e.ended_at`)} as slot, e.clock, e.is_met, count(*) as n
      from service_results e where e.workspace_id = ${w} and ${within(sql`e.ended_at`)} group by 1, 2, 3
    ), rated as materialized (
      select ${slotOf(sql`g.rated_at`)} as slot, g.score::text as score, coalesce(g.member_id::text, 'agent') as member,
        g.channel_id::text as bot, g.comment is not null as has_comment, count(*) as n
      from ratings g where g.workspace_id = ${w} and ${within(sql`g.rated_at`)} group by 1, 2, 3, 4, 5
    ), counted (slot, kind, key, n) as (
      select slot, 'messages', author, sum(n) from said group by 1, 3
      union all
      select slot, 'memberReplies', member_id::text, sum(n) from said
      where author = 'member' and member_id is not null group by 1, 3
      union all select slot, 'conversations', 'started', sum(n) from begun group by 1
      union all select slot, 'conversations', 'resolved', sum(n) from begun where is_resolved group by 1
      union all select slot, 'memberClosed', closed_by::text, sum(n) from begun where closed_by is not null group by 1, 3
      union all select slot, 'resolutionTime', took, sum(n) from begun where took is not null group by 1, 3
      union all select slot, 'resolved', how, count(*) from settled where how is not null group by 1, 3
      union all select slot, 'turns', action, sum(n) from turns group by 1, 3
      union all select slot, 'languages', language, sum(n) from turns group by 1, 3
      union all select slot, 'intentAsked', intent, sum(n) from turns where intent is not null group by 1, 3
      union all select slot, 'intentResolved', intent, sum(n) from turns
      where intent is not null and is_resolved group by 1, 3
      union all select slot, 'intentHandedOff', intent, sum(n) from turns
      where intent is not null and action = 'handoff' group by 1, 3
      union all select slot, 'intentCorrected', intent, sum(n) from turns
      where intent is not null and is_corrected group by 1, 3
      union all select slot, case when is_met then 'clockMet' else 'clockMissed' end, clock, n from clocks
      union all select slot, 'rating', score, sum(n) from rated group by 1, 3
      union all select slot, 'ratingMember', member || ' ' || score, sum(n) from rated group by 1, 3
      union all select slot, 'ratingBot', bot || ' ' || score, sum(n) from rated group by 1, 3
      union all select slot, 'ratingComments', 'all', sum(n) from rated where has_comment group by 1
      union all select ${slotOf(sql`g.asked_at`)}, 'ratingAsked', 'all', count(*) from ratings g
      where g.workspace_id = ${w} and ${within(sql`g.asked_at`)} group by 1
      union all select slot, 'firstResponse', took, count(*) from answered group by 1, 3
    )
    select slot, kind, key, n::int as n from counted`;
}

/**
 * Sums the quarters into the days of the workspace's zone that touch `from` to `to`; a day of a changed clock has the
 * hours that it has. The day's messages are told by its hours, too.
 */
export async function sumDays(
  tx: Transaction,
  workspace: { id: string; timeZone: string },
  span: Span,
): Promise<void> {
  const w = sql`${workspace.id}::uuid`;
  const { first, last } = daysTouched(workspace, span);
  await tx.execute(sql`
    delete from daily_figures where workspace_id = ${w} and day >= ${first} and day <= ${last}`);
  await tx.execute(sql`
    insert into daily_figures (workspace_id, day, time_zone, counts, spreads)
    select ${w}, day, ${workspace.timeZone}::text, counts, spreads from (${daysSummed(workspace, span)}) summed`);
}

/** The same days as the quarters have them now: `day`, `counts`, `spreads`. */
export function daysSummed(workspace: { id: string; timeZone: string }, span: Span): SQL {
  const w = sql`${workspace.id}::uuid`;
  const { zone, first, last } = daysTouched(workspace, span);
  const isSpan = sql`kind in (${sql.join(
    spanKinds.map((kind) => sql`${kind}::text`),
    sql`, `,
  )})`;
  const { from, to } = span;
  return sql`
    with local as materialized (
      select (f.slot at time zone ${zone})::date as day, extract(hour from f.slot at time zone ${zone})::int::text as hour,
        f.kind, f.key, f.n
      from figure_counts f
      where f.workspace_id = ${w}
        -- A day and a bit around, whatever the clocks do at midnight; which day it is, the condition below says.
        and f.slot >= ${from.toISOString()}::timestamptz - interval '27 hours'
        and f.slot < ${to.toISOString()}::timestamptz + interval '27 hours'
    ), summed as (
      select day, kind, key, sum(n)::int as n from local where day between ${first} and ${last} group by 1, 2, 3
      union all
      select day, 'hours', hour, sum(n)::int from local
      where day between ${first} and ${last} and kind = 'messages' and key = 'customer' group by 1, 3
    ), timed as (
      select *, case when ${isSpan} then key::int end as spent from summed
    ), kinds as (
      select day, kind, bool_and(spent is not null) as is_span, jsonb_object_agg(key, n) as counts,
        jsonb_build_object('values', jsonb_agg(spent order by spent), 'counts', jsonb_agg(n order by spent)) as spread
      from timed group by 1, 2
    )
    select day, coalesce(jsonb_object_agg(kind, counts) filter (where not is_span), '{}') as counts,
      coalesce(jsonb_object_agg(kind, spread) filter (where is_span), '{}') as spreads
    from kinds group by 1`;
}

function daysTouched(
  { timeZone }: { timeZone: string },
  { from, to }: Span,
): { zone: SQL; first: SQL; last: SQL } {
  const zone = sql`${timeZone}::text`;
  // Typed once, so that the zone reaches Postgres as one parameter of a known kind wherever it stands.
  return {
    zone,
    first: sql`(${from.toISOString()}::timestamptz at time zone ${zone})::date`,
    last: sql`((${to.toISOString()}::timestamptz - interval '1 millisecond') at time zone ${zone})::date`,
  };
}
