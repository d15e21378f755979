import { toDay } from "@/lib/dates/parse-moment";
import { intlTags } from "@/lib/i18n/locales";
import type { Language } from "./language/languages";
import { botText } from "./texts";

const isDay = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value);

/**
 * A day with its weekday, e.g. "18 Kasım Çarşamba".
 *
 * @param day a moment, told in the workspace's zone; or a calendar day `YYYY-MM-DD`, which has no zone
 */
export function botDate(language: Language, day: Date | string, timeZone: string): string {
  const isCalendarDay = typeof day === "string" && isDay(day);
  return formatter(language, isCalendarDay ? "UTC" : timeZone, DAY).format(new Date(day));
}

/** The next time that someone will be there: "bugün saat 14:00", "yarın saat 09:00", "18 Kasım Çarşamba saat 09:00". */
export function botWhen(language: Language, moment: Date, now: Date, timeZone: string): string {
  const time = formatter(language, timeZone, CLOCK).format(moment);
  const days = (Date.parse(toDay(moment, timeZone)) - Date.parse(toDay(now, timeZone))) / 86_400_000;
  if (days === 0) return botText(language, "when.today", { time });
  if (days === 1) return botText(language, "when.tomorrow", { time });
  return botText(language, "when.later", { date: botDate(language, moment, timeZone), time });
}

const DAY: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
  language: Language,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${options.hour ? "clock" : "day"}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(intlTags[language], { timeZone, ...options });
  formatters.set(key, made);
  return made;
}
