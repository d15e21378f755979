import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";
import { and, asc, eq, gte, lt } from "drizzle-orm";
import { hourlyFigures } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { daysOf } from "./days";
import { sumFigures } from "./rules";
import { FigureReport, GetFiguresInput } from "./schemas";

/**
 * The figures an owner looks at first: the last 7 or 30 days up to now, per day in the workspace's zone, beside the
 * same number of days before, up to the same time of day: else every morning would look like a loss. Read from the
 * hourly rollups; an hour belongs to the day in which it starts.
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
  const { timeZone, minutesPerAnswer } = ctx.workspace;
  const { now, at } = daysOf(ctx);
  const starts = Array.from({ length: 2 * days + 1 }, (_, index) => at(index - 2 * days + 1));

  const hours = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(hourlyFigures)
      .where(
        and(
          eq(hourlyFigures.workspaceId, ctx.workspace.id),
          gte(hourlyFigures.hour, starts[0]!),
          lt(hourlyFigures.hour, starts.at(-1)!),
        ),
      )
      .orderBy(asc(hourlyFigures.hour)),
  );
  const between = (from: Date, to: Date) => hours.filter(({ hour }) => hour >= from && hour < to);
  const sum = (from: Date, to: Date) => sumFigures(between(from, to), minutesPerAnswer);

  return FigureReport.parse({
    timeZone,
    minutesPerAnswer,
    total: sum(starts[days]!, starts[2 * days]!),
    before: sum(starts[0]!, new Date(addDays(now, -days))),
    days: starts.slice(days, 2 * days).map((from, index) => ({
      day: new TZDate(from, timeZone).toISOString().slice(0, 10),
      ...sum(from, starts[days + index + 1]!),
    })),
  });
}
