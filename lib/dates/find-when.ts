import { foldText } from "@/lib/text/fold";
import { toDay } from "./parse-moment";
import * as words from "./when-words";

/** A day that a text names, and the time of it where one is named. */
export type When = {
  /** `YYYY-MM-DD` in the zone; the first day of a span. */
  day: string;
  /** The last day of a span ("gelecek hafta", "this weekend"), else null. */
  until: string | null;
  /** `HH:MM`, else null. */
  time: string | null;
};

/** Days by their numbers, and the text without their words: the time is looked for in what is left. */
type Found = { first: number; last?: number; rest: string };

const dayMs = 86_400_000;
const whole = (pattern: string) => new RegExp(`(?<= )(?:${pattern})(?= )`, "u");

const weekdayPatterns = words.weekdays.map(whole);
const fixedDays = [...words.twoAhead, ...words.relativeDays].map(
  ([pattern, days]) => [whole(pattern), days] as const,
);
const countedDays = [
  ...words.daysAhead.map(([pattern, unit]) => [whole(pattern), unit] as const),
  ...words.daysAgo.map(([pattern, unit]) => [whole(pattern), -unit] as const),
];
const week = {
  next: whole(words.nextWeek),
  current: whole(words.thisWeek),
  end: whole(words.weekend),
  isNextOne: new RegExp(` (?:${words.ofNextWeek}) $`, "u"),
  isLastOne: new RegExp(` (?:${words.before}) $`, "u"),
  isLastOneAfter: new RegExp(`^ (?:${words.beforeAfter}) `, "u"),
};
const monthPattern = words.months.map((names) => `(${names})`).join("|");
const datePatterns = {
  iso: whole("(\\d{4})-(\\d{1,2})-(\\d{1,2})"),
  dayFirst: whole("(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4}|\\d{2})"),
  /** "24.11", "24/11"; "10.30" and "saat 10.11" are times. */
  short:
    /(?<= )(?<!(?:saat|at|в|الساعه) )(2[4-9]|3[01]|\d{1,2}(?=[./]\d{1,2} (?!(?:[dt][ae]n?|am|pm) )))[./](\d{1,2})(?= )/u,
  named: whole(`(\\d{1,2}) (?:st |nd |rd |th )?(?:of )?(?:${monthPattern})(?: (\\d{4}))?`),
  nameFirst: whole(`(?:${monthPattern}) (\\d{1,2})(?: (?:st|nd|rd|th))?(?: (\\d{4}))?`),
  ofMonth: whole("ayin (\\d{1,2})"),
};

/**
 * The day that a customer's text names: "yarın", "haftaya salı 14:30", "24 Kasım'da", "next Tuesday at 3pm", "через
 * неделю", "بعد بكرة". A weekday alone is the next one to come (today is called "today"); a date without a year is the
 * nearest; hours from one to six without a part of the day are in the afternoon. Null when it names none. Pure.
 *
 * @param now the moment that the text was written, and the zone it was written for
 */
export function findWhen(text: string, { now, timeZone }: { now: Date; timeZone: string }): When | null {
  const spaced = ` ${(foldText(text).match(/\d+(?:[:./-]\d+)*|\p{L}+/gu) ?? []).join(" ")} `;
  const today = Date.parse(toDay(now, timeZone)) / dayMs;
  const found = findDate(spaced, today) ?? findRelativeDay(spaced, today) ?? findWeek(spaced, today);
  if (!found) return null;
  const { first, last = first } = found;
  return {
    day: fromDayNumber(first),
    until: last > first ? fromDayNumber(last) : null,
    time: findTime(found.rest),
  };
}

const fromDayNumber = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
/** Monday is 0; the first day of 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The number of a day, or null where there is no such day. */
function dayNumber(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / dayMs : null;
}

/** Without a year it is the one nearest to today. */
function nearest(today: number, month: number, day: number): number | null {
  const year = new Date(today * dayMs).getUTCFullYear();
  const candidates = [year - 1, year, year + 1].flatMap((each) => dayNumber(each, month, day) ?? []);
  return candidates.sort((a, b) => Math.abs(a - today) - Math.abs(b - today))[0] ?? null;
}

function findDate(text: string, today: number): Found | null {
  const readers: (readonly [RegExp, (match: RegExpExecArray) => number | null])[] = [
    [datePatterns.iso, ([, y, m, d]) => dayNumber(Number(y), Number(m), Number(d))],
    [
      datePatterns.dayFirst,
      ([, d, m, y]) => dayNumber(Number(y) < 100 ? 2000 + Number(y) : Number(y), Number(m), Number(d)),
    ],
    [datePatterns.short, ([, d, m]) => nearest(today, Number(m), Number(d))],
    [datePatterns.named, ([, d, ...rest]) => readNamed(today, d, rest.slice(0, 12), rest[12])],
    [datePatterns.nameFirst, ([, ...rest]) => readNamed(today, rest[12], rest.slice(0, 12), rest[13])],
    [datePatterns.ofMonth, ([, d]) => readDayOfMonth(today, Number(d))],
  ];
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    const first = match && read(match);
    if (match && first !== null) return { first, rest: without(text, match) };
  }
  return null;
}

function readNamed(
  today: number,
  day: string | undefined,
  names: readonly (string | undefined)[],
  year: string | undefined,
): number | null {
  const month = names.findIndex((name) => name !== undefined) + 1;
  return year ? dayNumber(Number(year), month, Number(day)) : nearest(today, month, Number(day));
}

/** "Ayın 24'ü": of this month, or of the next when it has passed. */
function readDayOfMonth(today: number, day: number): number | null {
  const date = new Date(today * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const here = dayNumber(year, month, day);
  if (here !== null && here >= today) return here;
  return month === 12 ? dayNumber(year + 1, 1, day) : dayNumber(year, month + 1, day);
}

function findRelativeDay(text: string, today: number): Found | null {
  for (const [pattern, days] of fixedDays) {
    const match = pattern.exec(text);
    if (match) return { first: today + days, rest: without(text, match) };
  }
  for (const [pattern, unit] of countedDays) {
    const match = pattern.exec(text);
    if (!match) continue;
    const said = match.slice(1).find((part) => part !== undefined) ?? "1";
    const count = words.smallNumbers.get(said) ?? Number(said);
    return { first: today + unit * count, rest: without(text, match) };
  }
  return null;
}

/** Weekdays, weekends and weeks. */
function findWeek(text: string, today: number): Found | null {
  const monday = today - weekdayOf(today);
  const weekday = findWeekday(text, today, monday);
  if (weekday) return weekday;
  const end = week.end.exec(text);
  // On a Sunday "this weekend" still is the one that is ending.
  if (end) return { first: Math.max(monday + 5, today), last: monday + 6, rest: without(text, end) };
  const next = week.next.exec(text);
  if (next) return { first: monday + 7, last: monday + 13, rest: without(text, next) };
  const current = week.current.exec(text);
  return current ? { first: today, last: monday + 6, rest: without(text, current) } : null;
}

function findWeekday(text: string, today: number, monday: number): Found | null {
  for (const [index, pattern] of weekdayPatterns.entries()) {
    const match = pattern.exec(text);
    if (!match) continue;
    const rest = without(text, match);
    const leading = text.slice(0, match.index);
    const following = text.slice(match.index + match[0].length);
    if (week.isLastOne.test(leading) || week.isLastOneAfter.test(following)) {
      return { first: today - (((weekdayOf(today) - index + 6) % 7) + 1), rest };
    }
    const isNextWeeks = week.next.test(text) || week.isNextOne.test(leading);
    const ahead = ((index - weekdayOf(today) + 6) % 7) + 1;
    return { first: isNextWeeks ? monday + 7 + index : today + ahead, rest };
  }
  return null;
}

const without = (text: string, match: RegExpExecArray): string =>
  `${text.slice(0, match.index)}|${text.slice(match.index + match[0].length)}`;

const at = "saat|at|around|by|в|к|около|часов|الساعه|ساعه|عالساعه";
const clock = {
  exact: /(?<= )([01]?\d|2[0-3])[:.]([0-5]\d)(?= )/u,
  half: whole(
    `(?:half past (\\d{1,2})|(\\d{1,2}) (?:bucuk\\p{L}{0,3}|و ?نص|ونصف)|(${words.turkishHours.join("|")}) bucuk\\p{L}{0,3})`,
  ),
  named: whole(`(?:${at}) (\\d{1,2})`),
  suffixed: whole(
    `(\\d{1,2}) (?:[dt][ae]n?|y?[ae]|gibi|civari|sularinda|am|pm|утра|дня|вечера|часов|часа|час|صباحا|الصبح|مسا|المسا|عصرا|العصر|ظهرا)`,
  ),
  worded: new RegExp(
    `(?<= )(?:saat|sabah|aksam|ogleden sonra|gece) (${words.turkishHours.map((hour) => `(?:${hour})`).join("|")})(?= )`,
    "u",
  ),
};

function findTime(text: string): string | null {
  const exact = clock.exact.exec(text);
  if (exact) return toClock(text, exact[1]!, exact[2]!);
  const half = clock.half.exec(text);
  if (half) return toClock(text, half[1] ?? half[2] ?? hourOfWord(half[3]!), "30");
  const named = clock.named.exec(text) ?? clock.suffixed.exec(text);
  if (named) return toClock(text, named[1]!, "00");
  const worded = clock.worded.exec(text);
  return worded ? toClock(text, hourOfWord(worded[1]!), "00") : null;
}

const hourPatterns = words.turkishHours.map((pattern) => new RegExp(`^(?:${pattern})$`, "u"));

/** The longest wording first: "on iki" is not "on". */
function hourOfWord(said: string): string {
  const hour = hourPatterns.findLastIndex((pattern) => pattern.test(said));
  return String(hour + 1);
}

const lastEarlyHour = 6;
const [beforeNoon, afterNoon] = [whole(words.beforeNoon), whole(words.afterNoon)];

function toClock(text: string, said: string, minutes: string): string | null {
  const hour = Number(said);
  if (hour > 23) return null;
  const isLate = afterNoon.test(text);
  const isEarly = beforeNoon.test(text);
  const isBare = hour >= 1 && hour <= lastEarlyHour && !said.startsWith("0") && !isEarly;
  const hours = hour < 12 && !said.startsWith("0") && (isLate || isBare) ? hour + 12 : hour;
  const isMidnight = hour === 12 && isEarly && /(?<= )am(?= )/u.test(text);
  return `${String(isMidnight ? 0 : hours).padStart(2, "0")}:${minutes}`;
}
