import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";

/**
 * Writes how the clocks of conversations ended that were brought in whole, by what the targets and hours are today: of
 * those that came live the trigger has kept it. What is known already is left as it is, and so is what is open still.
 *
 * @param span conversations that began from `from` until before `to`
 * @returns the moment after the last end; null where there was none
 */
export async function importServiceResults({
  ctx,
  span: { from, to },
}: {
  ctx: Ctx;
  span: { from: Date; to: Date };
}): Promise<Date | null> {
  requirePermission(ctx, "serviceLevel.import");
  const w = sql`${ctx.workspace.id}::uuid`;
  const begun = sql`c.workspace_id = ${w} and c.created_at >= ${from.toISOString()}::timestamptz
    and c.created_at < ${to.toISOString()}::timestamptz and c.spam_at is null`;
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx.execute<{ stored: number; last: string | null }>(sql`
      with levels as (
        select l.targets, s.time_zone as zone, s.business_hours as hours
        from service_levels l join workspaces s on s.id = l.workspace_id where l.workspace_id = ${w} and l.is_on
      ), begun as materialized (
        select c.id, c.channel_id, c.priority, c.status, c.first_inbound_at, c.closed_at
        from conversations c where ${begun}
      ), said as (
        select b.id, b.channel_id, b.priority, m.seq, m.direction, m.created_at as at,
          lag(m.direction) over (partition by b.id order by m.seq) as before
        -- Row by row along the keys: just after a bulk load the tables' statistics are of another time, and a join by
        -- their word has taken minutes.
        from begun b
        cross join lateral (select m.seq, m.direction, m.created_at, m.agent_run_id from messages m
          where m.workspace_id = ${w} and m.conversation_id = b.id order by m.seq offset 0) m
        left join lateral (select r.action from agent_runs r
          where r.workspace_id = ${w} and r.id = m.agent_run_id limit 1) r on true
        -- What the agent hands over the customer waits on for.
        where r.action is distinct from 'handoff'
      ), turns as (
        select id, channel_id, priority, direction, at as started_at,
          lead(at) over (partition by id order by seq) as ended_at,
          row_number() over (partition by id order by seq) as nth
        from said where before is distinct from direction
      ), ended as (
        select t.id, t.channel_id, t.priority, case when t.nth = 1 then 'first' else 'next' end as clock,
          t.started_at, t.ended_at
        from turns t where t.direction = 'in' and t.ended_at is not null
        union all
        select b.id, b.channel_id, b.priority, 'close', b.first_inbound_at, b.closed_at from begun b
        where b.status = 'closed' and b.closed_at is not null
      ), due as materialized (
        select e.*, l.zone, l.hours, business_due(l.hours, l.zone, e.started_at, g.seconds) as at
        from levels l cross join ended e
        cross join lateral (select clock_seconds(l.targets, e.channel_id, e.priority, e.clock) as seconds offset 0) g
        where g.seconds is not null
      ), stored as (
        insert into service_results
          (workspace_id, id, conversation_id, clock, started_at, due_at, ended_at, is_met, spent_s)
        select ${w}, new_id(d.ended_at), d.id, d.clock, d.started_at, d.at, d.ended_at, d.ended_at <= d.at,
          business_between(d.hours, d.zone, d.started_at, d.ended_at)
        from due d where d.at is not null
        on conflict do nothing returning ended_at
      )
      select count(*)::int as stored, (max(ended_at) + interval '1 ms')::text as last from stored`);
    await recordAudit(tx, ctx, {
      action: "serviceLevel.import",
      entity: ctx.workspace.id,
      after: { stored: row?.stored ?? 0 },
    });
    return row?.last ? new Date(row.last) : null;
  });
}
