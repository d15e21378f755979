import { addDays } from "date-fns";
import { and, eq, gte, sql } from "drizzle-orm";
import { channels, dailyFigures, members, workspaceIntents } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { daysOf } from "./days";
import {
  addToDay,
  type Counts,
  countOf,
  emptyTally,
  scores,
  sumCounts,
  sumTallies,
  type Tally,
  tallyOf,
  tellScores,
  tellScoresBy,
  toFigures,
  toldClocks,
  toldWeeks,
  weekdayOf,
  weekOf,
} from "./rules";
import { FigureReport, GetFiguresInput } from "./schemas";

/**
 * The figures of today or the last 7, 30 or 90 days up to now, per day in the workspace's zone (of today per hour),
 * beside the same number of days before, up to the same time of day: else every morning would look like a loss. Read
 * from the rollups.
 */
export async function getFigures({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: GetFiguresInput;
}): Promise<FigureReport> {
  requirePermission(ctx, "figures.read");
  const { days } = GetFiguresInput.parse(input);
  const { id, timeZone, minutesPerAnswer } = ctx.workspace;
  const { now, today, at } = daysOf(ctx);
  const first = addToDay(today, 1 - days);
  const firstBefore = addToDay(first, -days);
  const firstWeek = addToDay(weekOf(today), -7 * (toldWeeks - 1));
  const sameTime = new Date(addDays(now, -days));

  // All at once: each is short, and the way there and back is longer.
  const [daily, partOfBefore, hours, names, bots, own] = await inWorkspace(ctx, (tx) =>
    Promise.all([
      readDays(tx, id, [firstBefore, firstWeek].sort()[0]!),
      // The day of the period before that today is held against ends at this time of day.
      readSlots(tx, id, { from: at(-days), to: sameTime }),
      days === 1 ? readHours(tx, { id, timeZone }, { from: at(0), to: at(1) }) : null,
      tx
        .select({ id: members.id, name: members.displayName })
        .from(members)
        .where(eq(members.workspaceId, id)),
      tx
        .select({ id: channels.id, name: channels.displayName })
        .from(channels)
        .where(eq(channels.workspaceId, id)),
      tx
        .select({ id: workspaceIntents.id, name: workspaceIntents.name })
        .from(workspaceIntents)
        .where(eq(workspaceIntents.workspaceId, id)),
    ]),
  );
  const nameOfMember = new Map(names.map((member) => [member.id, member.name]));
  const nameOfBot = new Map(bots.map((bot) => [bot.id, bot.name]));
  const ownNames = new Map(own.map((intent) => [`own_${intent.id.replaceAll("-", "")}`, intent.name]));
  const ofDay = (day: string) => daily.get(day) ?? emptyTally;
  const countsOf = (day: string) => ofDay(day).counts;
  const list = (from: string, count: number) =>
    Array.from({ length: count }, (_, index) => addToDay(from, index));
  const figuresOf = (tally: Tally) => toFigures(tally, minutesPerAnswer);
  const current = list(first, days);
  const sum = sumTallies(current.map(ofDay));
  const sumBefore = sumTallies([...list(firstBefore, days - 1).map(ofDay), partOfBefore]);
  const [total, before] = [sum.counts, sumBefore.counts];

  return FigureReport.parse({
    span: days,
    timeZone,
    minutesPerAnswer,
    total: figuresOf(sum),
    before: figuresOf(sumBefore),
    points: hours
      ? hoursOf(at(0), at(1), hours).map(({ hour, tally }) => ({ at: hour, ...figuresOf(tally) }))
      : current.map((day) => ({ at: day, ...figuresOf(ofDay(day)) })),
    weeks: list(firstWeek, toldWeeks * 7)
      .filter((day) => weekdayOf(day) === 0)
      .map((week) => {
        const counts = sumCounts(list(week, 7).map(countsOf), ["conversations"]);
        return {
          week,
          started: countOf(counts, "conversations", "started"),
          resolved: countOf(counts, "conversations", "resolved"),
        };
      }),
    intents: keysOf(total, "intentAsked").map((intent) => ({
      intent,
      name: ownNames.get(intent) ?? null,
      asked: countOf(total, "intentAsked", intent),
      resolved: countOf(total, "intentResolved", intent),
      handedOff: countOf(total, "intentHandedOff", intent),
      corrected: countOf(total, "intentCorrected", intent),
    })),
    languages: keysOf(total, "languages").map((language) => ({
      language,
      turns: countOf(total, "languages", language),
    })),
    heat: Array.from({ length: 7 }, (_, weekday) => {
      const ofWeekday = current.filter((day) => weekdayOf(day) === weekday).map(countsOf);
      const counts = sumCounts(ofWeekday, ["hours"]);
      return Array.from({ length: 24 }, (_hour, hour) => countOf(counts, "hours", String(hour)));
    }),
    clocks: toldClocks
      .map((clock) => ({
        clock,
        met: countOf(total, "clockMet", clock),
        missed: countOf(total, "clockMissed", clock),
        metBefore: countOf(before, "clockMet", clock),
        missedBefore: countOf(before, "clockMissed", clock),
      }))
      .filter(({ met, missed, metBefore, missedBefore }) => met + missed + metBefore + missedBefore > 0),
    satisfaction: {
      total: ratingsOf(total),
      before: ratingsOf(before),
      scores: scores.map((score) => ({ score, count: countOf(total, "rating", String(score)) })),
      byMember: tellScoresBy(total.ratingMember).map(({ id: member, ...told }) => ({
        id: nameOfMember.has(member) ? toPublicId("member", member) : member,
        name: nameOfMember.get(member) ?? null,
        ...told,
      })),
      byBot: tellScoresBy(total.ratingBot).map(({ id: bot, ...told }) => ({
        id: toPublicId("channel", bot),
        name: nameOfBot.get(bot) ?? "–",
        ...told,
      })),
    },
    members: names
      .map(({ id: memberId, name }) => ({
        memberId: toPublicId("member", memberId),
        name,
        replies: countOf(total, "memberReplies", memberId),
        closed: countOf(total, "memberClosed", memberId),
      }))
      .filter(({ replies, closed }) => replies + closed > 0)
      .sort((one, other) => other.replies - one.replies || other.closed - one.closed),
  });
}

const ratingsOf = (counts: Counts) => ({
  ...tellScores(counts.rating),
  asked: countOf(counts, "ratingAsked", "all"),
  comments: countOf(counts, "ratingComments", "all"),
});

/** The keys of a kind, most first. */
function keysOf(counts: Counts, kind: string): string[] {
  return Object.entries(counts[kind] ?? {})
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([key]) => key);
}

async function readDays(tx: Transaction, workspaceId: string, from: string): Promise<Map<string, Tally>> {
  const rows = await tx
    .select({ day: dailyFigures.day, counts: dailyFigures.counts, spreads: dailyFigures.spreads })
    .from(dailyFigures)
    .where(and(eq(dailyFigures.workspaceId, workspaceId), gte(dailyFigures.day, from)));
  return new Map(rows.map(({ day, ...tally }) => [day, tally]));
}

async function readSlots(
  tx: Transaction,
  workspaceId: string,
  { from, to }: { from: Date; to: Date },
): Promise<Tally> {
  const rows = await tx.execute<{ kind: string; key: string; n: number }>(sql`
    select kind, key, sum(n)::int as n from figure_counts
    where workspace_id = ${workspaceId}::uuid
      and slot >= ${from.toISOString()}::timestamptz and slot < ${to.toISOString()}::timestamptz
    group by 1, 2`);
  return tallyOf(rows);
}

/** By the moment in which each hour of the zone's clock began: an hour that the clock tells twice is two. */
async function readHours(
  tx: Transaction,
  { id, timeZone }: { id: string; timeZone: string },
  { from, to }: { from: Date; to: Date },
): Promise<Map<string, Tally>> {
  const rows = await tx.execute<{ hour: string; kind: string; key: string; n: number }>(sql`
    with hours as materialized (
      select slot, to_char((slot - make_interval(mins => extract(minute from slot at time zone ${timeZone}::text)::int))
        at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as hour
      from generate_series(${from.toISOString()}::timestamptz, ${to.toISOString()}::timestamptz - interval '1 second',
        interval '15 minutes') slot
    )
    select hour, kind, key, sum(n)::int as n from figure_counts join hours using (slot)
    where workspace_id = ${id}::uuid
      and slot >= ${from.toISOString()}::timestamptz and slot < ${to.toISOString()}::timestamptz
    group by 1, 2, 3`);
  const hours = Map.groupBy(rows, ({ hour }) => hour);
  return new Map([...hours].map(([hour, counted]) => [hour, tallyOf(counted)]));
}

function hoursOf(from: Date, to: Date, counted: ReadonlyMap<string, Tally>) {
  const hours = new Set(counted.keys());
  for (let at = from.getTime(); at < to.getTime(); at += 3_600_000) hours.add(new Date(at).toISOString());
  return [...hours].sort().map((hour) => ({ hour, tally: counted.get(hour) ?? emptyTally }));
}
