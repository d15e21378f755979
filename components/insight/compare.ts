import type { CountedFigure } from "@/server/insight/rules";
import type { FigureReport } from "@/server/insight/schemas";

/** The figures in the order in which an owner asks for them, and which way is good news. */
export const figureKeys = [
  { key: "messagesIn" },
  { key: "conversationsStarted" },
  { key: "resolvedConfirmed", goodWhen: "up" },
  { key: "resolvedAssumed", goodWhen: "up" },
  { key: "resolvedReopened", goodWhen: "down" },
  { key: "handedOff", goodWhen: "down" },
  { key: "medianFirstResponseS", goodWhen: "down" },
  { key: "p90FirstResponseS", goodWhen: "down" },
  { key: "medianResolutionS", goodWhen: "down" },
  { key: "minutesSaved", goodWhen: "up" },
] as const satisfies readonly { key: CountedFigure; goodWhen?: "up" | "down" }[];

export type FigureKey = (typeof figureKeys)[number]["key"];

/** Figures that are spans of time. */
export const isSpan = (figure: string): boolean => figure.endsWith("S") || figure.startsWith("clock");

/** How far `now` is from `before`: 0.5 is half as much again; null where there is nothing to compare with. */
export function ratioOf(now: number | null, before: number | null): number | null {
  if (now === null || !before) return null;
  return (now - before) / before;
}

/** The points' values for a small line; those at which the figure does not exist are left out. */
export function trendOf(points: FigureReport["points"], key: FigureKey): number[] {
  return points.map((point) => point[key]).filter((value) => value !== null);
}

/** Whether nothing at all has happened, neither in this period nor in the one before. */
export function isUntouched({ total, before }: FigureReport): boolean {
  return [total, before].every((figures) => figureKeys.every(({ key }) => !figures[key]));
}
