import { intlTags, isLocale } from "../i18n/locales";

export type Moment = Date | string | number;

/** Everything that turns a value into the reader's words; all pure, given a language and a zone. */
export type Format = {
  /** 12 Kas 2025 */
  date(value: Moment): string;
  /** 14:05 */
  time(value: Moment): string;
  /** 12 Kas 2025 14:05 */
  dateTime(value: Moment): string;
  /** bugün, dün, çarşamba (within a week), 12 Kasım, 12 Kasım 2024 – for day separators */
  day(value: Moment, now?: Moment): string;
  /** şimdi, 5 dakika önce, 14:05 (today), dün, 12 Kas, 12 Kas 2024 – for lists */
  relative(value: Moment, now?: Moment): string;
  /** 12 Kas – a short label for an axis */
  shortDate(value: Moment): string;
  /** 1.234,5 */
  number(value: number, maximumFractionDigits?: number): string;
  /** 1,2 B */
  compact(value: number): string;
  /** %12 of a ratio of 0.12 */
  percent(ratio: number, maximumFractionDigits?: number): string;
  /** +%12, −%3 */
  change(ratio: number): string;
  /** 0,8 sn, 45 sn, 12 dk, 3 sa 5 dk, 2 gün – from milliseconds, the two largest units */
  duration(ms: number): string;
  /** ₺1.234,50 – from minor units; exact, whatever the size */
  money(amountMinor: bigint | string, currency: string): string;
  /** 1,4 MB */
  bytes(size: number): string;
  /** elma, armut ve üzüm */
  list(items: readonly string[]): string;
};

const dayMs = 86_400_000;

/** The formatters of one language and zone, made once each and kept. */
export function createFormat(locale: string, timeZone: string): Format {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const format = build(isLocale(locale) ? intlTags[locale] : locale, timeZone);
  made.set(key, format);
  return format;
}

const made = new Map<string, Format>();

function build(tag: string, timeZone: string): Format {
  const dated = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone, ...options });
  const medium = dated({ day: "numeric", month: "short", year: "numeric" });
  const clock = dated({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const both = dated({
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const shortDay = dated({ day: "numeric", month: "short" });
  const longDay = dated({ day: "numeric", month: "long" });
  const longDayYear = dated({ day: "numeric", month: "long", year: "numeric" });
  const weekday = dated({ weekday: "long" });
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone });
  const ago = new Intl.RelativeTimeFormat(tag, { numeric: "auto", style: "short" });
  const agoLong = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const conjunction = new Intl.ListFormat(tag, { type: "conjunction" });

  /** Days between two moments as the zone's calendar counts them: 1 when `value` was yesterday. */
  const daysBetween = (value: Date, now: Date) =>
    Math.round((Date.parse(calendar.format(now)) - Date.parse(calendar.format(value))) / dayMs);
  const sameYear = (value: Date, now: Date) =>
    calendar.format(value).slice(0, 4) === calendar.format(now).slice(0, 4);
  const numbered = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options);
  const unit = (value: number, name: string, maximumFractionDigits = 0) =>
    numbered({ style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits }).format(value);

  return {
    date: (value) => medium.format(toDate(value)),
    time: (value) => clock.format(toDate(value)),
    dateTime: (value) => both.format(toDate(value)),
    shortDate: (value) => shortDay.format(toDate(value)),
    day(value, now = Date.now()) {
      const [date, today] = [toDate(value), toDate(now)];
      const days = daysBetween(date, today);
      if (days === 0 || days === 1) return agoLong.format(-days, "day");
      if (days > 1 && days < 7) return weekday.format(date);
      return (sameYear(date, today) ? longDay : longDayYear).format(date);
    },
    relative(value, now = Date.now()) {
      const [date, today] = [toDate(value), toDate(now)];
      const minutes = Math.round((date.getTime() - today.getTime()) / 60_000);
      if (Math.abs(minutes) < 1) return ago.format(0, "second");
      if (Math.abs(minutes) < 60) return ago.format(minutes, "minute");
      const days = daysBetween(date, today);
      if (days === 0) return clock.format(date);
      if (Math.abs(days) === 1) return ago.format(-days, "day");
      return (sameYear(date, today) ? shortDay : medium).format(date);
    },
    number: (value, maximumFractionDigits = 1) => numbered({ maximumFractionDigits }).format(value),
    compact: (value) => numbered({ notation: "compact", maximumFractionDigits: 1 }).format(value),
    percent: (ratio, maximumFractionDigits = 0) =>
      numbered({ style: "percent", maximumFractionDigits }).format(ratio),
    change: (ratio) =>
      numbered({ style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(ratio),
    duration(ms) {
      if (ms < 9_950) return unit(ms / 1000, "second", 1);
      const seconds = Math.round(ms / 1000);
      if (seconds < 60) return unit(seconds, "second");
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return unit(minutes, "minute");
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
      if (hours < 24) return rest ? `${unit(hours, "hour")} ${unit(rest, "minute")}` : unit(hours, "hour");
      const [days, restHours] = [Math.floor(hours / 24), hours % 24];
      return restHours ? `${unit(days, "day")} ${unit(restHours, "hour")}` : unit(days, "day");
    },
    money: (amountMinor, currency) => formatMoney(tag, amountMinor, currency),
    bytes(size) {
      const steps = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
      const step = Math.min(steps.length - 1, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
      return numbered({
        style: "unit",
        unit: steps[step],
        unitDisplay: step === 0 ? "long" : "short",
        maximumFractionDigits: step === 0 ? 0 : 1,
      }).format(size / 1000 ** step);
    },
    list: (items) => conjunction.format(items),
  };
}

/** Currencies that `Intl` does not know, with their decimals (`XTR` is Telegram's Stars). */
const tokens: Record<string, { decimals: number; symbol: string }> = {
  XTR: { decimals: 0, symbol: "★" },
  USDT: { decimals: 6, symbol: "USDT" },
  TON: { decimals: 9, symbol: "TON" },
};

function formatMoney(tag: string, amountMinor: bigint | string, currency: string): string {
  const token = tokens[currency];
  if (token) {
    const amount = decimalOf(BigInt(amountMinor), token.decimals);
    const figure = new Intl.NumberFormat(tag, { maximumFractionDigits: token.decimals }).format(amount);
    return `${figure} ${token.symbol}`;
  }
  const format = new Intl.NumberFormat(tag, { style: "currency", currency });
  return format.format(decimalOf(BigInt(amountMinor), format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** `12345n` with two decimals is `"123.45"`; a string, since `Intl` reads those exactly and a float would round. */
function decimalOf(amountMinor: bigint, decimals: number): Intl.StringNumericLiteral {
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals ? `.${digits.slice(-decimals)}` : "";
  return `${amountMinor < 0n ? "-" : ""}${whole}${fraction}` as Intl.StringNumericLiteral;
}

function toDate(value: Moment): Date {
  return value instanceof Date ? value : new Date(value);
}
