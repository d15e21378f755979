import {
  addToDay,
  compareCustomers,
  compareDay,
  compareSlots,
  dayBounds,
  dayOf,
  type FigureDifference,
  hasFigureBacklog,
  markCustomersDirty,
  markHoursDirty,
} from "@/server/insight";
import { type Found, type Look, lookBriefly, type Outcome, rightOf, samplePoint } from "./looking";

const hourMs = 3_600_000;
/** Customers are counted whole, so only where that was quick. */
const customersAtMostMs = 500;

/**
 * The figures of a few closed days: the day before yesterday, the same day of last week, one of the last year, and those with
 * open findings. A day that is too much for one statement is counted by the hour.
 *
 * @param isSure whether the differences were seen before and stand: then their hours are counted anew
 */
export async function checkFigures(look: Look, isSure: boolean): Promise<Outcome> {
  const { ctx } = look;
  const { timeZone } = ctx.workspace;
  const outcome: Outcome = { checked: 0, found: [], right: [], skipped: 0 };
  if (await isBehind(look)) return { ...outcome, skipped: 1 };
  const today = dayOf(ctx.clock.now(), timeZone);
  const closed = addToDay(today, -2);
  const sampled = dayOf(samplePoint(look), timeZone);
  const days = [closed, addToDay(today, -8), ...(sampled < closed ? [sampled] : [])];
  for (const day of new Set([...days, ...look.open.map(({ subject }) => subject.slice(0, 10))])) {
    const seen = await compareOne(look, day);
    outcome.checked += 1;
    outcome.skipped += seen.skipped;
    const found = seen.differences.map((one): Found => {
      const { of, figure, stored, counted } = one;
      return {
        kind: "figure",
        subject: `${day} ${of} ${figure}`,
        details: { day, of, figure, stored, counted },
      };
    });
    outcome.found.push(...found);
    if (seen.skipped === 0)
      outcome.right.push(
        ...rightOf(
          look.open.filter(({ subject }) => subject.startsWith(day)),
          found,
        ),
      );
    const hours = [...new Set(seen.differences.flatMap((one) => one.hours))];
    if (isSure && hours.length > 0) await lookBriefly(ctx, (tx) => markHoursDirty(tx, ctx, hours));
  }
  return outcome;
}

type Difference = FigureDifference & { of: "hours" | "day" };

async function compareOne(
  { ctx }: Look,
  day: string,
): Promise<{ differences: Difference[]; skipped: number }> {
  const { workspace } = ctx;
  const span = dayBounds(day, workspace.timeZone);
  const inDay = await lookBriefly(ctx, (tx) => compareDay(tx, workspace, day));
  const differences: Difference[] = (inDay ?? []).map((one) => ({ ...one, of: "day" }));
  let skipped = inDay ? 0 : 1;
  const whole = await lookBriefly(ctx, (tx) => compareSlots(tx, workspace.id, span));
  if (whole) differences.push(...whole.map((one) => ({ ...one, of: "hours" as const })));
  else {
    const byFigure = new Map<string, Difference>();
    for (let at = span.from.getTime(); at < span.to.getTime(); at += hourMs) {
      const to = new Date(Math.min(at + hourMs, span.to.getTime()));
      const part = await lookBriefly(ctx, (tx) => compareSlots(tx, workspace.id, { from: new Date(at), to }));
      if (!part) skipped += 1;
      for (const one of part ?? []) {
        const before = byFigure.get(one.figure);
        byFigure.set(one.figure, {
          of: "hours",
          figure: one.figure,
          stored: one.stored + (before?.stored ?? 0),
          counted: one.counted + (before?.counted ?? 0),
          hours: [...(before?.hours ?? []), ...one.hours],
        });
      }
    }
    differences.push(...byFigure.values());
  }
  return { differences, skipped };
}

/** Who wrote most and who came back, as of when that was counted. */
export async function checkCustomerFigures(look: Look, isSure: boolean): Promise<Outcome> {
  const { ctx, open } = look;
  if (await isBehind(look)) return { checked: 0, found: [], right: [], skipped: 1 };
  const differ = await lookBriefly(ctx, async (tx) => ({
    names: await compareCustomers(tx, ctx.workspace, customersAtMostMs),
  }));
  if (!differ) return { checked: 0, found: [], right: [], skipped: 1 };
  if (!differ.names) return { checked: 0, found: [], right: [], skipped: 0 };
  const found = differ.names.map((subject): Found => ({ kind: "customer-figure", subject, details: {} }));
  if (isSure && found.length > 0) await lookBriefly(ctx, (tx) => markCustomersDirty(tx, ctx));
  return { checked: 1, found, right: rightOf(open, found), skipped: 0 };
}

const isBehind = async ({ ctx }: Look): Promise<boolean> =>
  (await lookBriefly(ctx, (tx) => hasFigureBacklog(tx, ctx))) ?? true;
