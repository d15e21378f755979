import type { Figures } from "./schemas";

/** The spans in days that figures are told for. */
export const figureSpans = [7, 30] as const;

/** The figures that are shown, and whose conversations can be listed. */
export const countedFigures = [
  "messagesIn",
  "resolvedConfirmed",
  "resolvedAssumed",
  "handedOff",
  "medianFirstResponseS",
  "minutesSaved",
] as const;
export type CountedFigure = (typeof countedFigures)[number];

/** One hour of raw figures, as the rollup keeps them. */
export type HourFigures = {
  hour: Date;
  messagesIn: number;
  conversationsStarted: number;
  resolvedAssumed: number;
  resolvedConfirmed: number;
  handedOff: number;
  answers: number;
  firstResponsesS: number[];
};

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

/** Sums hours into the figures an owner sees. The median is of all first responses, not of medians. */
export function sumFigures(hours: readonly HourFigures[], minutesPerAnswer: number): Figures {
  const sum = (pick: (hour: HourFigures) => number) => hours.reduce((total, hour) => total + pick(hour), 0);
  return {
    messagesIn: sum((hour) => hour.messagesIn),
    conversationsStarted: sum((hour) => hour.conversationsStarted),
    resolvedAssumed: sum((hour) => hour.resolvedAssumed),
    resolvedConfirmed: sum((hour) => hour.resolvedConfirmed),
    handedOff: sum((hour) => hour.handedOff),
    medianFirstResponseS: median(hours.flatMap((hour) => hour.firstResponsesS)),
    minutesSaved: sum((hour) => hour.answers) * minutesPerAnswer,
  };
}

/** The middle value, or the mean of the two middle ones; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
