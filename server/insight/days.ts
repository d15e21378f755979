import { TZDate } from "@date-fns/tz";
import { addDays, startOfDay } from "date-fns";
import type { Ctx } from "@/server/kernel";

/** The starts of days in the workspace's zone: `at(0)` is today's, `at(-1)` yesterday's. */
export function daysOf(ctx: Pick<Ctx, "clock" | "workspace">): { now: TZDate; at(offset: number): Date } {
  const now = new TZDate(ctx.clock.now(), ctx.workspace.timeZone);
  const today = startOfDay(now);
  return { now, at: (offset) => new Date(addDays(today, offset)) };
}

/** The last `days` days up to the end of today: the span of a figure's total. */
export function spanOf(ctx: Pick<Ctx, "clock" | "workspace">, days: number): { from: Date; to: Date } {
  const { at } = daysOf(ctx);
  return { from: at(1 - days), to: at(1) };
}
