import type { Figures } from "./schemas";

/** The spans in days that figures are told for; 1 is today. */
export const figureSpans = [1, 7, 30, 90] as const;
export type FigureSpan = (typeof figureSpans)[number];

/** The figures that are shown, and whose rows can be opened. */
export const countedFigures = [
  "messagesIn",
  "conversationsStarted",
  "resolvedConfirmed",
  "resolvedAssumed",
  "resolvedReopened",
  "handedOff",
  "medianFirstResponseS",
  "p90FirstResponseS",
  "medianResolutionS",
  "minutesSaved",
] as const;
export type CountedFigure = (typeof countedFigures)[number];

/** What else has rows behind it, each with the key that says which of them. */
export const keyedFigures = [
  "intent",
  "language",
  "member",
  "customer",
  "weekHour",
  "clockMet",
  "clockMissed",
  "rating",
] as const;
export type KeyedFigure = (typeof keyedFigures)[number];

/** The clocks that a workspace may have set targets for. */
export const toldClocks = ["first", "next", "close"] as const;

/** Counts by kind and key, as rollups hold them. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Spans of time in seconds, in their order, with how often each came. */
export type Spread = Readonly<{ values: readonly number[]; counts: readonly number[] }>;

/** The kinds whose keys are spans of time in seconds. */
export const spanKinds = ["firstResponse", "resolutionTime"] as const;

/** What was counted in some span of days. */
export type Tally = { counts: Counts; spreads: Readonly<Partial<Record<string, Spread>>> };

export const emptyTally: Tally = { counts: {}, spreads: {} };

/** How many weeks the deflection and the return of customers are told for. */
export const toldWeeks = 12;

/** The subject of a dirty hour's job: `2026-11-20T09`, UTC. */
export function hourKey(at: Date): string {
  return at.toISOString().slice(0, 13);
}

export function hourOf(key: string): Date {
  return new Date(`${key}:00:00.000Z`);
}

/**
 * Hours that an event at this moment may have changed. Rows of one transaction can carry a time a moment off, so near
 * the full hour both count.
 */
export function hoursAround(at: Date): string[] {
  const slackMs = 30_000;
  return [...new Set([-slackMs, slackMs].map((offset) => hourKey(new Date(at.getTime() + offset))))];
}

/**
 * How finely a span of time is kept, in seconds, below each bound: to the second under two minutes, then within two and
 * a half percent. Rounding keeps the order, so a median of what is kept is the median itself, rounded.
 */
export const spanSteps: readonly { below: number; step: number }[] = [
  { below: 120, step: 1 },
  { below: 600, step: 5 },
  { below: 3_600, step: 30 },
  { below: 21_600, step: 180 },
  { below: 86_400, step: 600 },
  { below: 604_800, step: 3_600 },
  { below: Number.POSITIVE_INFINITY, step: 86_400 },
];

/** A span in seconds as it is kept. */
export function keptSpan(seconds: number): number {
  const whole = Math.max(0, Math.round(seconds));
  const { step } = spanSteps.find(({ below }) => whole < below)!;
  return Math.round(whole / step) * step;
}

/** Adds counts up, kind by kind and key by key; only some kinds where they are named. */
export function sumCounts(all: readonly Counts[], kinds?: readonly string[]): Counts {
  const sum: Record<string, Record<string, number>> = {};
  for (const counts of all) {
    for (const kind of kinds ?? Object.keys(counts)) {
      const theirs = counts[kind];
      if (!theirs) continue;
      sum[kind] ??= {};
      const mine = sum[kind];
      for (const key in theirs) mine[key] = (mine[key] ?? 0) + theirs[key]!;
    }
  }
  return sum;
}

export const countOf = (counts: Counts, kind: string, key: string): number => counts[kind]?.[key] ?? 0;

/** Adds tallies up, spans among them. */
export function sumTallies(all: readonly Tally[]): Tally {
  const spreads = spanKinds.map(
    (kind) => [kind, sumSpreads(all.map((tally) => tally.spreads[kind]))] as const,
  );
  return { counts: sumCounts(all.map(({ counts }) => counts)), spreads: Object.fromEntries(spreads) };
}

function sumSpreads(all: readonly (Spread | undefined)[]): Spread {
  const sum = new Map<number, number>();
  for (const spread of all) {
    if (!spread) continue;
    for (const [nth, value] of spread.values.entries())
      sum.set(value, (sum.get(value) ?? 0) + spread.counts[nth]!);
  }
  const values = [...sum.keys()].sort((one, other) => one - other);
  return { values, counts: values.map((value) => sum.get(value)!) };
}

/** A tally of rows as they stand in `figure_counts`. */
export function tallyOf(rows: Iterable<{ kind: string; key: string; n: number }>): Tally {
  const counts: Record<string, Record<string, number>> = {};
  const spans: Record<string, [value: number, n: number][]> = {};
  for (const { kind, key, n } of rows) {
    if ((spanKinds as readonly string[]).includes(kind)) {
      spans[kind] ??= [];
      spans[kind].push([Number(key), n]);
    } else {
      counts[kind] ??= {};
      counts[kind][key] = n;
    }
  }
  const spreads = Object.entries(spans).map(([kind, pairs]) => {
    pairs.sort(([one], [other]) => one - other);
    return [kind, { values: pairs.map(([value]) => value), counts: pairs.map(([, n]) => n) }] as const;
  });
  return { counts, spreads: Object.fromEntries(spreads) };
}

/** The figures that an owner sees, of what was counted over any span. */
export function toFigures({ counts, spreads }: Tally, minutesPerAnswer: number): Figures {
  const of = (kind: string, key: string) => countOf(counts, kind, key);
  const begun = of("conversations", "started");
  return {
    messagesIn: of("messages", "customer"),
    messagesOut: of("messages", "agent") + of("messages", "member") + of("messages", "system"),
    conversationsStarted: begun,
    resolvedAssumed: of("resolved", "assumed"),
    resolvedConfirmed: of("resolved", "confirmed"),
    resolvedReopened: of("resolved", "reopened"),
    handedOff: of("turns", "handoff"),
    medianFirstResponseS: quantile(spreads.firstResponse, 0.5),
    p90FirstResponseS: quantile(spreads.firstResponse, 0.9),
    medianResolutionS: quantile(spreads.resolutionTime, 0.5),
    minutesSaved: of("turns", "answer") * minutesPerAnswer,
    deflection: begun === 0 ? null : of("conversations", "resolved") / begun,
  };
}

/** The value at a share of the way through (nearest rank); null of nothing. */
export function quantile(spread: Spread | undefined, share: number): number | null {
  if (!spread) return null;
  const { values, counts } = spread;
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let passed = 0;
  const nth = counts.findIndex((n) => {
    passed += n;
    return passed >= rank;
  });
  return values[nth] ?? null;
}

/** The five scores. */
export const scores = [1, 2, 3, 4, 5] as const;
const contentScore = 4;

/** How often each score was given, by the score. */
type Scores = Readonly<Record<string, number>> | undefined;

/** Of scores with how often each came: how many, their average, and the share of those from four on. */
export function tellScores(given: Scores): { count: number; average: number | null; share: number | null } {
  const told = scores.map((score) => ({ score, n: given?.[String(score)] ?? 0 }));
  const count = told.reduce((sum, { n }) => sum + n, 0);
  if (count === 0) return { count, average: null, share: null };
  const content = told.filter(({ score }) => score >= contentScore).reduce((sum, { n }) => sum + n, 0);
  return {
    count,
    average: told.reduce((sum, { score, n }) => sum + score * n, 0) / count,
    share: content / count,
  };
}

/** The same by what stands before the score in keys such as `<id> 4`, most ratings first. */
export function tellScoresBy(given: Scores): { id: string; count: number; average: number }[] {
  const groups = new Map<string, Record<string, number>>();
  for (const [key, n] of Object.entries(given ?? {})) {
    const [id = "", score = ""] = key.split(" ");
    groups.set(id, { ...groups.get(id), [score]: n });
  }
  return [...groups]
    .map(([id, one]) => {
      const { count, average } = tellScores(one);
      return { id, count, average: average ?? 0 };
    })
    .sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1));
}

/** A day of the calendar, so many days on: `2026-03-28` and 2 make `2026-03-30`, whatever the clocks do meanwhile. */
export function addToDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 0 for a Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The Monday of the day's week. */
export function weekOf(day: string): string {
  return addToDay(day, -weekdayOf(day));
}
