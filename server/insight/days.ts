import { TZDate } from "@date-fns/tz";
import { addDays, startOfDay } from "date-fns";
import type { Ctx } from "@/server/kernel";

type Where = Pick<Ctx, "clock" | "workspace">;

/** The day of the calendar in the workspace's zone: `2026-03-29`. */
export function dayOf(at: Date, timeZone: string): string {
  return new TZDate(at, timeZone).toISOString().slice(0, 10);
}

/** The starts of days in the workspace's zone: `at(0)` is today's, `at(-1)` yesterday's. */
export function daysOf(ctx: Where): { now: TZDate; today: string; at(offset: number): Date } {
  const { timeZone } = ctx.workspace;
  const now = new TZDate(ctx.clock.now(), timeZone);
  const start = startOfDay(now);
  return { now, today: dayOf(now, timeZone), at: (offset) => new Date(addDays(start, offset)) };
}

/** The last `days` days up to the end of today: the span of a figure's total. */
export function spanOf(ctx: Where, days: number): { from: Date; to: Date } {
  const { at } = daysOf(ctx);
  return { from: at(1 - days), to: at(1) };
}

/** The first moment of a day of the calendar in a zone, and that of the day after it. */
export function dayBounds(day: string, timeZone: string): { from: Date; to: Date } {
  const [year, month, date] = day.split("-").map(Number);
  const start = new TZDate(year!, month! - 1, date!, timeZone);
  return { from: new Date(startOfDay(start)), to: new Date(startOfDay(addDays(start, 1))) };
}
