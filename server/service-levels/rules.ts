export const serviceClocks = ["first", "next", "close"] as const;

/** Targets that are offered, in minutes in which the team is there; any other number may be set, too. */
export const offeredMinutes = [5, 10, 15, 30, 60, 120, 240, 480, 960, 1440, 2400, 4800] as const;
export const mostMinutes = 30 * 24 * 60;

export type ClockState = "calm" | "near" | "missed" | "paused";

/** A clock of a conversation as lists and headers carry it; both moments are on the calendar, as ISO texts. */
export type RunningClock = { nearAt: string; dueAt: string };

/** How a running clock stands at a moment: near in the last fifth of its time, missed from the moment on. */
export function clockStateAt({ nearAt, dueAt }: RunningClock, now: number): Exclude<ClockState, "paused"> {
  if (now > Date.parse(dueAt)) return "missed";
  return now >= Date.parse(nearAt) ? "near" : "calm";
}

/** Of clocks that run at once, the one that is due first; null of none. */
export function firstDue<Clock extends RunningClock>(clocks: readonly Clock[]): Clock | null {
  return clocks.reduce<Clock | null>(
    (first, clock) => (first === null || Date.parse(clock.dueAt) < Date.parse(first.dueAt) ? clock : first),
    null,
  );
}
