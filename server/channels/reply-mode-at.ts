import { TZDate } from "@date-fns/tz";
import type { ReplyPlan } from "@/db/schema";

/**
 * How a bot answers at a moment: the first of its hours that holds it, else the usual mode. Hours over midnight belong
 * to the day on which they begin.
 *
 * @param timeZone the workspace's
 */
export function replyModeAt(plan: ReplyPlan, moment: Date, timeZone: string): ReplyPlan["usual"] {
  const local = new TZDate(moment, timeZone);
  const minute = local.getHours() * 60 + local.getMinutes();
  const today = (local.getDay() + 6) % 7;
  const yesterday = (today + 6) % 7;
  const found = plan.hours.find(({ days, from, to }) =>
    from < to
      ? days.includes(today) && from <= minute && minute < to
      : (days.includes(today) && minute >= from) || (days.includes(yesterday) && minute < to),
  );
  return found?.mode ?? plan.usual;
}
