import type { FigureReport } from "@/server/insight/schemas";

/** The six figures in the order in which an owner asks for them, and which way is good news. */
export const figureKeys = [
  { key: "messagesIn" },
  { key: "resolvedConfirmed", goodWhen: "up" },
  { key: "resolvedAssumed", goodWhen: "up" },
  { key: "handedOff", goodWhen: "down" },
  { key: "medianFirstResponseS", goodWhen: "down" },
  { key: "minutesSaved", goodWhen: "up" },
] as const satisfies readonly { key: keyof FigureReport["total"]; goodWhen?: "up" | "down" }[];

export type FigureKey = (typeof figureKeys)[number]["key"];

/** How far `now` is from `before`: 0.5 is half as much again; null where there is nothing to compare with. */
export function ratioOf(now: number | null, before: number | null): number | null {
  if (now === null || !before) return null;
  return (now - before) / before;
}

/** The days' values for a small line; days on which the figure does not exist are left out. */
export function trendOf(days: FigureReport["days"], key: FigureKey): number[] {
  return days.map((day) => day[key]).filter((value) => value !== null);
}

/** Whether nothing at all has happened, neither in this period nor in the one before. */
export function isUntouched({ total, before }: FigureReport): boolean {
  return [total, before].every((figures) => figureKeys.every(({ key }) => !figures[key]));
}
