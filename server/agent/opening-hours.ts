import { TZDate } from "@date-fns/tz";
import type { WorkspaceRef } from "@/server/kernel";

type Hours = Pick<WorkspaceRef, "businessHours" | "timeZone">;

/** Whether people are there now. A workspace that has stated no hours at all is taken to be there always. */
export function isOpenAt(workspace: Hours, moment: Date): boolean {
  if (hasNoHours(workspace)) return true;
  const local = new TZDate(moment, workspace.timeZone);
  const minute = local.getHours() * 60 + local.getMinutes();
  return intervalsOf(workspace, local).some(({ from, to }) => from <= minute && minute < to);
}

/** Whether nobody is there on the whole day of a moment. */
export function isClosedOn(workspace: Hours, moment: Date): boolean {
  return (
    !hasNoHours(workspace) && intervalsOf(workspace, new TZDate(moment, workspace.timeZone)).length === 0
  );
}

/** When people are there next, or null when they are there now. */
export function findNextOpening(workspace: Hours, moment: Date): Date | null {
  if (isOpenAt(workspace, moment)) return null;
  const start = new TZDate(moment, workspace.timeZone);
  for (let days = 0; days <= 7; days++) {
    const day = new TZDate(start.getFullYear(), start.getMonth(), start.getDate() + days, workspace.timeZone);
    for (const { from } of intervalsOf(workspace, day)) {
      // Hours and minutes of the wall clock, so that a day of 23 or 25 hours opens when the sign says.
      const opens = new TZDate(
        day.getFullYear(),
        day.getMonth(),
        day.getDate(),
        Math.floor(from / 60),
        from % 60,
        workspace.timeZone,
      );
      if (opens.getTime() > moment.getTime()) return new Date(opens.getTime());
    }
  }
  return null;
}

const hasNoHours = ({ businessHours }: Hours) => businessHours.every((day) => day.length === 0);

/** Monday is first in the workspace's week. */
function intervalsOf({ businessHours }: Hours, local: TZDate) {
  return [...(businessHours[(local.getDay() + 6) % 7] ?? [])].sort((a, b) => a.from - b.from);
}
