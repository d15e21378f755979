import { TZDate } from "@date-fns/tz";
import { addDays, addHours, startOfWeek } from "date-fns";

/** The hour of a Monday at which the report goes, by the workspace's clock. */
const sendHour = 8;
/** A product that was off on Monday morning still sends it until Tuesday evening; later it is news of last week. */
const lateHours = 36;

export type ReportWeek = {
  /** Its Monday and Sunday: `2026-11-16`. */
  from: string;
  to: string;
  /** Its last moment, from which its figures are read as "the last seven days". */
  endsAt: Date;
};

/** The last whole week, Monday to Sunday in the zone. */
export function lastWeek(now: Date, timeZone: string): ReportWeek {
  const monday = mondayOf(now, timeZone);
  const before = addDays(monday, -7);
  return {
    from: dayOf(before),
    to: dayOf(addDays(before, 6)),
    endsAt: new Date(monday.getTime() - 1),
  };
}

/** Whether the report of the last week goes now: from eight on Monday until Tuesday evening. */
export function isSendingTime(now: Date, timeZone: string): boolean {
  const due = atHour(mondayOf(now, timeZone));
  return now >= due && now.getTime() < addHours(due, lateHours).getTime();
}

const mondayOf = (now: Date, timeZone: string) => startOfWeek(new TZDate(now, timeZone), { weekStartsOn: 1 });

/** By the hands of the clock, so that a change of the hour moves nothing. */
function atHour(day: TZDate): TZDate {
  return new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), sendHour, day.timeZone ?? "UTC");
}

function dayOf(day: TZDate): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
