import { type SQL, sql } from "drizzle-orm";
import { fromPublicId } from "@/server/kernel";
import { FigureKeyInvalid } from "./errors";
import { countsAsResolved, wasReopened } from "./resolved";
import { type CountedFigure, type KeyedFigure, scores, toldClocks } from "./rules";

/** What to list: a figure with its key where it has one, of a span, and before a row that was listed already. */
export type RowsWanted = {
  workspaceId: string;
  timeZone: string;
  figure: CountedFigure | KeyedFigure;
  key: string | undefined;
  from: Date;
  to: Date;
  before?: { at: string; id: string };
};

/**
 * The rows that a figure counts, newest first, as `id, conversation_id, at, amount`; `amount` is the seconds of a span,
 * null where each row is one. Each is found along an index by its time, and so is what follows a row.
 *
 * @throws FigureKeyInvalid the figure's key names nothing
 */
export function selectRows(wanted: RowsWanted, limit: number): SQL {
  const { workspaceId, from, to, before } = wanted;
  const w = sql`${workspaceId}::uuid`;
  const within = (at: SQL, id: SQL) => sql`
    ${at} >= ${from.toISOString()}::timestamptz and ${at} < ${to.toISOString()}::timestamptz
    ${before ? sql`and ${at} <= ${before.at}::timestamptz and (${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``}`;
  const end = sql`order by at desc, id desc limit ${limit}`;

  const messagesThat = (condition: SQL) => sql`
    select m.id, m.conversation_id, m.created_at as at, null::int as amount from messages m
    where m.workspace_id = ${w} and ${within(sql`m.created_at`, sql`m.id`)} and ${condition} ${end}`;
  const turnsThat = (condition: SQL) => sql`
    select r.id, r.conversation_id, r.created_at as at, null::int as amount from agent_runs r
    where r.workspace_id = ${w} and ${within(sql`r.created_at`, sql`r.id`)} and ${condition} ${end}`;
  const conversationsBy = (at: SQL, condition: SQL, amount = sql`null::int`) => sql`
    select c.id, c.id as conversation_id, ${at} as at, ${amount} as amount from conversations c
    where c.workspace_id = ${w} and ${within(at, sql`c.id`)} and ${condition} ${end}`;
  const seconds = (interval: SQL) => sql`greatest(0, round(extract(epoch from ${interval})))::int`;
  // Along the messages: no index leads to the time of a first response, which is that of the first one of us.
  const firstResponses = sql`
    select m.id, m.conversation_id, m.created_at as at,
      ${seconds(sql`c.first_response_at - c.first_inbound_at`)} as amount
    from messages m
    join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      and c.first_response_at = m.created_at
    where m.workspace_id = ${w} and ${within(sql`m.created_at`, sql`m.id`)} and m.direction = 'out'
      and not exists (select 1 from messages e where e.workspace_id = m.workspace_id
        and e.conversation_id = m.conversation_id and e.seq < m.seq and e.direction = 'out'
        and e.created_at = m.created_at) ${end}`;

  switch (wanted.figure) {
    case "messagesIn":
      return messagesThat(sql`m.direction = 'in'`);
    case "conversationsStarted":
      return conversationsBy(sql`c.created_at`, sql`true`);
    case "resolvedConfirmed":
      return conversationsBy(sql`c.resolved_at`, sql`c.resolution = 'confirmed' and ${countsAsResolved}`);
    case "resolvedAssumed":
      return conversationsBy(sql`c.resolved_at`, sql`c.resolution = 'assumed' and ${countsAsResolved}`);
    case "resolvedReopened":
      return conversationsBy(sql`c.resolved_at`, sql`c.resolution is not null and ${wasReopened}`);
    case "handedOff":
      return turnsThat(sql`r.action = 'handoff'`);
    case "minutesSaved":
      return turnsThat(sql`r.action = 'answer'`);
    case "medianFirstResponseS":
    case "p90FirstResponseS":
      return firstResponses;
    case "medianResolutionS":
      return conversationsBy(
        sql`c.created_at`,
        sql`c.status = 'closed'`,
        seconds(sql`c.last_message_at - c.first_inbound_at`),
      );
    case "intent":
      return turnsThat(sql`r.intent = ${required(wanted)}`);
    case "language":
      return turnsThat(sql`r.language = ${required(wanted)}`);
    case "member":
      return messagesThat(sql`m.author = 'member' and m.member_id = ${idOf(wanted, "member")}::uuid`);
    case "customer":
      return messagesThat(sql`m.direction = 'in' and m.conversation_id in (
        select c.id from conversations c
        where c.workspace_id = ${w} and c.customer_id = ${idOf(wanted, "customer")}::uuid)`);
    case "clockMet":
    case "clockMissed":
      return sql`
        select e.id, e.conversation_id, e.ended_at as at, e.spent_s as amount from service_results e
        where e.workspace_id = ${w} and ${within(sql`e.ended_at`, sql`e.id`)} and e.clock = ${clockOf(wanted)}
          and e.is_met = ${wanted.figure === "clockMet"} ${end}`;
    case "rating":
      return sql`
        select g.id, g.conversation_id, g.rated_at as at, g.score::int as amount from ratings g
        where g.workspace_id = ${w} and ${within(sql`g.rated_at`, sql`g.id`)} and ${ratingsThat(wanted)} ${end}`;
    case "weekHour": {
      const [weekday, hour] = weekHourOf(wanted);
      const local = sql`(m.created_at at time zone ${wanted.timeZone}::text)`;
      return messagesThat(sql`m.direction = 'in' and extract(isodow from ${local}) = ${weekday + 1}
        and extract(hour from ${local}) = ${hour}`);
    }
  }
}

function required({ figure, key }: RowsWanted): string {
  if (!key) throw new FigureKeyInvalid({ figure });
  return key;
}

function idOf(wanted: RowsWanted, kind: "member" | "customer"): string {
  const id = fromPublicId(kind, required(wanted));
  if (!id) throw new FigureKeyInvalid({ figure: wanted.figure });
  return id;
}

function clockOf(wanted: RowsWanted): string {
  const clock = toldClocks.find((known) => known === required(wanted));
  if (!clock) throw new FigureKeyInvalid({ figure: wanted.figure });
  return clock;
}

function ratingsThat(wanted: RowsWanted): SQL {
  const key = required(wanted);
  if (key === "all") return sql`true`;
  if (key === "comments") return sql`g.comment is not null`;
  if (key === "agent") return sql`g.member_id is null`;
  const [member, bot] = [fromPublicId("member", key), fromPublicId("channel", key)];
  if (member) return sql`g.member_id = ${member}::uuid`;
  if (bot) return sql`g.channel_id = ${bot}::uuid`;
  const score = scores.find((known) => String(known) === key);
  if (!score) throw new FigureKeyInvalid({ figure: wanted.figure });
  return sql`g.score = ${score}::smallint`;
}

function weekHourOf(wanted: RowsWanted): [weekday: number, hour: number] {
  const match = /^([0-6])-(\d|1\d|2[0-3])$/.exec(required(wanted));
  if (!match) throw new FigureKeyInvalid({ figure: wanted.figure });
  return [Number(match[1]), Number(match[2])];
}
