import { TZDate } from "@date-fns/tz";

/**
 * A moment as people and exports write it: ISO 8601 ("2026-11-20", "2026-11-20T14:05:00Z"), or day first
 * ("20.11.2026", "20/11/2026 14:05"). Without an offset it is read in `timeZone`; without a time it is midnight.
 * Null when it is none of these or no such day exists.
 */
export function parseMoment(text: string, timeZone: string): Date | null {
  const match =
    /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})(?:[T ](?<h>\d{1,2}):(?<i>\d{2})(?::(?<s>\d{2})(?:[.,]\d+)?)?\s*(?<offset>Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text.trim(),
    ) ??
    /^(?<d>\d{1,2})[./-](?<m>\d{1,2})[./-](?<y>\d{4})(?:[ T]+(?<h>\d{1,2})[:.](?<i>\d{2})(?:[:.](?<s>\d{2}))?)?$/.exec(
      text.trim(),
    );
  if (!match?.groups) return null;
  const { y, m, d, h = "0", i = "0", s = "0", offset } = match.groups;
  const parts = [y, m, d, h, i, s].map(Number) as [number, number, number, number, number, number];
  if (!isReal(parts)) return null;
  const [year, month, day, hour, minute, second] = parts;
  if (!offset) return new Date(new TZDate(year, month - 1, day, hour, minute, second, timeZone).getTime());
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(utc - offsetMinutes(offset) * 60_000);
}

/** The day of a text that `parseMoment` reads, as `YYYY-MM-DD` in the zone. */
export function parseDay(text: string, timeZone: string): string | null {
  const moment = parseMoment(text, timeZone);
  return moment && toDay(moment, timeZone);
}

/** The calendar day of a moment in a zone, `YYYY-MM-DD`. */
export function toDay(moment: Date, timeZone: string): string {
  const local = new TZDate(moment, timeZone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
}

function isReal([year, month, day, hour, minute, second]: [number, number, number, number, number, number]) {
  if (year < 1990 || year > 2100 || hour > 23 || minute > 59 || second > 59) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function offsetMinutes(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const sign = offset.startsWith("-") ? -1 : 1;
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
}
