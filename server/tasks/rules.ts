import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";

/** More than this is a note, not a task. */
export const maxTaskUnits = 300;

/** Ways to look at what is to be done. */
export const taskLists = ["mine", "all", "overdue", "done"] as const;

/** When an assignee hears of a task that has a day and no time. */
const morning = "09:00";

export type Due = { day: string; time: string | null };

/**
 * The moments of a due day by the workspace's clock: from when on the task is late (its time, or the end of the day)
 * and when its assignee hears of it (its time, or nine in the morning). A time that the clock leaves out in spring is
 * the one an hour later. Null when there is no such day.
 */
export function toDueMoments(due: Due, timeZone: string): { dueAt: Date; remindAt: Date } | null {
  const start = toMoment(due.day, "00:00", timeZone);
  if (!start) return null;
  if (due.time) {
    const at = toMoment(due.day, due.time, timeZone);
    return at && { dueAt: at, remindAt: at };
  }
  const dueAt = new Date(addDays(new TZDate(start.getTime(), timeZone), 1).getTime());
  return { dueAt, remindAt: toMoment(due.day, morning, timeZone) ?? dueAt };
}

function toMoment(day: string, time: string, timeZone: string): Date | null {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const [hours, minutes] = time.split(":").map(Number) as [number, number];
  const at = new TZDate(year, month - 1, date, hours, minutes, timeZone);
  return at.getMonth() === month - 1 && at.getDate() === date ? new Date(at.getTime()) : null;
}

/** Open and past its moment. */
export function isOverdue(task: { dueAt: Date | null; doneAt: Date | null }, now: Date): boolean {
  return task.doneAt === null && task.dueAt !== null && task.dueAt <= now;
}

/**
 * Whether somebody is still to be told. Whoever gives a task to another whose moment has passed has it told at once;
 * whoever writes down their own knows of it.
 */
export function isReminderWanted(task: {
  remindAt: Date | null;
  now: Date;
  assignee: string | null;
  writer: string;
}): boolean {
  const { remindAt, now, assignee, writer } = task;
  if (!remindAt || !assignee) return false;
  return remindAt > now || assignee !== writer;
}
