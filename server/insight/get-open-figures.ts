import { addDays } from "date-fns";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { daysOf } from "./days";
import {
  addToDay,
  emptyTally,
  figureSpans,
  sumCounts,
  sumTallies,
  type Tally,
  tallyOf,
  tellScores,
  toFigures,
  weekdayOf,
} from "./rules";

/** The kinds of counts that name nobody: all that ever leaves the database for readers outside. */
const openKinds = ["messages", "conversations", "resolved", "turns", "hours", "languages", "rating"];
const openSpans = ["firstResponse"];

const count = z.number().int();
const OpenFigure = z.strictObject({
  messagesIn: count,
  conversationsStarted: count,
  resolved: count,
  handedOff: count,
  medianFirstResponseS: z.number().nullable(),
  minutesSaved: count,
  deflection: z.number().nullable(),
  /** The average of what customers gave, 1 to 5. */
  satisfaction: z.number().nullable(),
});

/** What readers outside may see: numbers, days and codes of languages. No text of anybody fits into it. */
export const OpenFigures = z.strictObject({
  minutesPerAnswer: count,
  total: OpenFigure,
  before: OpenFigure,
  points: z.array(OpenFigure.extend({ day: z.iso.date() })),
  heat: z.array(z.array(count)),
  languages: z.array(z.strictObject({ language: z.string().regex(/^[a-z]{2,3}$/), turns: count })),
});
export type OpenFigures = z.infer<typeof OpenFigures>;

/**
 * The figures of a span for readers outside, who have nothing but a link: from the days alone, of the kinds that name
 * nobody. The period before is whole days.
 */
export async function getOpenFigures({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { days: (typeof figureSpans)[number] };
}): Promise<OpenFigures> {
  requirePermission(ctx, "embed.read");
  const days = z.literal(figureSpans).parse(input.days);
  const { id, minutesPerAnswer } = ctx.workspace;
  const { today, now, at } = daysOf(ctx);
  const first = addToDay(today, 1 - days);
  const firstBefore = addToDay(first, -days);

  const [rows, partOfBefore] = await inWorkspace(ctx, (tx) =>
    Promise.all([
      tx.execute<Tally & { day: string }>(sql`
      select day::text, ${only(sql`counts`, openKinds)} as counts, ${only(sql`spreads`, openSpans)} as spreads
      from daily_figures where workspace_id = ${id}::uuid and day >= ${firstBefore}::date`),
      tx.execute<{ kind: string; key: string; n: number }>(sql`
      select kind, key, sum(n)::int as n from figure_counts
      where workspace_id = ${id}::uuid and slot >= ${at(-days).toISOString()}::timestamptz
        and slot < ${new Date(addDays(now, -days)).toISOString()}::timestamptz
        and kind = any(string_to_array(${[...openKinds, ...openSpans].join(",")}, ','))
      group by 1, 2`),
    ]),
  );
  const daily = new Map(rows.map(({ day, ...tally }) => [day, tally]));
  const ofDay = (day: string) => daily.get(day) ?? emptyTally;
  const list = (from: string, length: number) => Array.from({ length }, (_, index) => addToDay(from, index));
  const figureOf = (tally: Tally) => {
    const { resolvedAssumed, resolvedConfirmed, ...figures } = toFigures(tally, minutesPerAnswer);
    const { messagesIn, conversationsStarted, handedOff, medianFirstResponseS, minutesSaved, deflection } =
      figures;
    return {
      messagesIn,
      conversationsStarted,
      resolved: resolvedAssumed + resolvedConfirmed,
      handedOff,
      medianFirstResponseS,
      minutesSaved,
      deflection,
      satisfaction: tellScores(tally.counts.rating).average,
    };
  };
  const current = list(first, days);
  const total = sumTallies(current.map(ofDay));
  return OpenFigures.parse({
    minutesPerAnswer,
    total: figureOf(total),
    before: figureOf(sumTallies([...list(firstBefore, days - 1).map(ofDay), tallyOf(partOfBefore)])),
    points: current.map((day) => ({ day, ...figureOf(ofDay(day)) })),
    heat: Array.from({ length: 7 }, (_, weekday) => {
      const ofWeekday = current.filter((day) => weekdayOf(day) === weekday).map((day) => ofDay(day).counts);
      const counts = sumCounts(ofWeekday, ["hours"]);
      return Array.from({ length: 24 }, (_hour, hour) => counts.hours?.[String(hour)] ?? 0);
    }),
    languages: Object.entries(total.counts.languages ?? {})
      .filter(([language]) => /^[a-z]{2,3}$/.test(language))
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([language, turns]) => ({ language, turns })),
  });
}

/** Nothing but these keys of an object's. */
function only(object: SQL, keys: readonly string[]): SQL {
  return sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(
    keys.map((key) => sql`${key}::text, ${object} -> ${key}::text`),
    sql`, `,
  )}))`;
}
