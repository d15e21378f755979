import { maxIntervalsADay } from "@/server/workspaces/rules";
import type { BusinessHours } from "@/server/workspaces/schemas";

/** An interval as it is being typed: whatever stands in the two fields. */
export type TypedInterval = { from: string; to: string };
/** Seven days, Monday first. */
export type TypedHours = TypedInterval[][];
export type Edge = keyof TypedInterval;

/** What is wrong with one interval of a day. */
export type HoursProblem = "fromUnreadable" | "toUnreadable" | "endsBeforeStart" | "overlaps";

const dayMinutes = 24 * 60;
const ordinaryDay = { from: 9 * 60, to: 18 * 60 };
const breakMinutes = 60;
const shortestSuggestionMinutes = 30;

/**
 * Minutes since midnight of what people write for a time: `9`, `930`, `9.30`, `09:30`; null when it is none. Midnight
 * is the start of a day as `from` and its end (1440) as `to`.
 */
export function parseTime(text: string, edge: Edge): number | null {
  const match = /^(\d{1,2})(?:[:.](\d{2})|(\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? match[3] ?? 0);
  if (minutes > 59) return null;
  const time = hours * 60 + minutes;
  if (edge === "to" && (time === 0 || time === dayMinutes)) return dayMinutes;
  return time < dayMinutes ? time : null;
}

/** `09:30`, and `24:00` for the end of the day. */
export function writeTime(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The typed time in its usual form, or as it stands when it is no time. */
export function tidyTime(text: string, edge: Edge): string {
  const minutes = parseTime(text, edge);
  return minutes === null ? text : writeTime(minutes);
}

/** The time a step later or earlier, on the steps' own grid (09:10 and a quarter is 09:15), held within the day. */
export function stepTime(text: string, edge: Edge, stepMinutes: number): string {
  const minutes = parseTime(text, edge);
  if (minutes === null) return text;
  const size = Math.abs(stepMinutes);
  const next =
    stepMinutes > 0 ? (Math.floor(minutes / size) + 1) * size : (Math.ceil(minutes / size) - 1) * size;
  const [least, most] = edge === "from" ? [0, dayMinutes - size] : [size, dayMinutes];
  return writeTime(Math.min(most, Math.max(least, next)));
}

export function typeHours(hours: BusinessHours): TypedHours {
  return hours.map((day) => day.map(({ from, to }) => ({ from: writeTime(from), to: writeTime(to) })));
}

/** What is wrong with each interval of a day, in the day's own order; null where nothing is. */
export function findProblems(day: readonly TypedInterval[]): (HoursProblem | null)[] {
  const read = day.map(({ from, to }) => ({ from: parseTime(from, "from"), to: parseTime(to, "to") }));
  return read.map((own, index) => {
    if (own.from === null) return "fromUnreadable";
    if (own.to === null) return "toUnreadable";
    if (own.to <= own.from) return "endsBeforeStart";
    const { from, to } = own;
    // Of two that overlap, the one written later is told.
    const overlaps = read
      .slice(0, index)
      .some((other) => other.from !== null && other.to !== null && other.from < to && from < other.to);
    return overlaps ? "overlaps" : null;
  });
}

/** The business hours that are meant, intervals in order; null while anything is wrong. */
export function readHours(typed: TypedHours): BusinessHours | null {
  const hours: BusinessHours = [];
  for (const day of typed) {
    if (day.length > maxIntervalsADay || findProblems(day).some((problem) => problem !== null)) return null;
    hours.push(
      day
        .map(({ from, to }) => ({ from: parseTime(from, "from") ?? 0, to: parseTime(to, "to") ?? 0 }))
        .sort((a, b) => a.from - b.from),
    );
  }
  return hours;
}

/**
 * The next interval worth offering on a day: an ordinary day where there is none yet, else what is left after the
 * last one and a break; null when the day is full.
 */
export function suggestInterval(day: readonly TypedInterval[]): TypedInterval | null {
  if (day.length >= maxIntervalsADay) return null;
  const ends = day.map(({ to }) => parseTime(to, "to") ?? 0);
  if (ends.length === 0) return { from: writeTime(ordinaryDay.from), to: writeTime(ordinaryDay.to) };
  const from = Math.max(...ends) + breakMinutes;
  const to = from < ordinaryDay.to ? ordinaryDay.to : dayMinutes;
  if (to - from < shortestSuggestionMinutes) return null;
  return { from: writeTime(from), to: writeTime(to) };
}

/** The week with one day's intervals put on other days, over what stood there. */
export function copyDay(hours: TypedHours, from: number, targets: readonly number[]): TypedHours {
  const source = hours[from] ?? [];
  return hours.map((day, index) =>
    index !== from && targets.includes(index) ? source.map((interval) => ({ ...interval })) : day,
  );
}

export function openMinutes(hours: BusinessHours): number {
  return hours.flat().reduce((total, { from, to }) => total + to - from, 0);
}
