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

/** The figures that an owner sees, of counts over any span. */
export function toFigures(counts: Counts, minutesPerAnswer: number): Figures {
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
    medianFirstResponseS: quantile(counts.firstResponse, 0.5),
    p90FirstResponseS: quantile(counts.firstResponse, 0.9),
    medianResolutionS: quantile(counts.resolutionTime, 0.5),
    minutesSaved: of("turns", "answer") * minutesPerAnswer,
    deflection: begun === 0 ? null : of("conversations", "resolved") / begun,
  };
}

/**
 * The value at a share of the way through, of values (whole, not negative) with how often each came (nearest rank);
 * null of nothing.
 */
export function quantile(spread: Readonly<Record<string, number>> | undefined, share: number): number | null {
  if (!spread) return null;
  let total = 0;
  for (const value in spread) total += spread[value]!;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let passed = 0;
  // Keys that are whole numbers come in their order, whatever the order in which they were written (ECMA-262, 10.1.11).
  for (const value in spread) {
    passed += spread[value]!;
    if (passed >= rank) return Number(value);
  }
  return null;
}

/** The five scores. */
export const scores = [1, 2, 3, 4, 5] as const;
const contentScore = 4;

/** How often each score was given, by the score. */
type Spread = Readonly<Record<string, number>> | undefined;

/** Of scores with how often each came: how many, their average, and the share of those from four on. */
export function tellScores(spread: Spread): { count: number; average: number | null; share: number | null } {
  const told = scores.map((score) => ({ score, n: spread?.[String(score)] ?? 0 }));
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
export function tellScoresBy(spread: Spread): { id: string; count: number; average: number }[] {
  const groups = new Map<string, Record<string, number>>();
  for (const [key, n] of Object.entries(spread ?? {})) {
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
