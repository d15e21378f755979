import { TZDate } from "@date-fns/tz";
import { addDays, addHours, nextMonday, set } from "date-fns";

export const snoozePresets = ["laterToday", "tomorrow", "nextWeek"] as const;
export type SnoozePreset = (typeof snoozePresets)[number];

const laterHours = 3;
/** When the day of someone who answers begins. */
const morning = { hours: 9, minutes: 0, seconds: 0, milliseconds: 0 };

/** When a snooze ends, by the clock of the workspace: in three hours, tomorrow at nine, Monday at nine. */
export function toSnoozeEnd(preset: SnoozePreset, now: Date, timeZone: string): Date {
  const here = new TZDate(now.getTime(), timeZone);
  if (preset === "laterToday") return new Date(addHours(here, laterHours).getTime());
  const day = preset === "tomorrow" ? addDays(here, 1) : nextMonday(here);
  return new Date(set(day, morning).getTime());
}

/** What `<input type="datetime-local">` holds, read by the clock of the workspace; null when it is no moment. */
export function readLocalMoment(value: string, timeZone: string): Date | null {
  const [, year, month, day, hours, minutes] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value) ?? [];
  if (!year) return null;
  const at = new TZDate(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hours),
    Number(minutes),
    timeZone,
  );
  return Number.isNaN(at.getTime()) ? null : new Date(at.getTime());
}

/** A moment as the same input wants it. */
export function writeLocalMoment(at: Date, timeZone: string): string {
  return new TZDate(at.getTime(), timeZone).toISOString().slice(0, 16);
}
