import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Content } from "./place.ts";

/** Hands pieces on as fast as whoever reads them is to go. */
export type Pace = (pieces: Content) => Content;

/** `workedMs`: the processor time of all threads of this process so far. */
type Clock = { nowMs(): number; workedMs(): number; sleep(ms: number): Promise<unknown> };

/** Where 1 GB takes 12 s at full speed it takes about 45 s so: the backend and the disk have something to do in a rest, too. */
const considerateShare = 0.3;
/** What waits for a slow network or disk has worked little of its time, and rests no longer than this. */
const longestRestMs = 100;

const machineClock: Clock = {
  nowMs: () => performance.now(),
  workedMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  sleep,
};

/** As fast as it goes. */
export const fullSpeed: Pace = (pieces) => pieces;

/**
 * Rests after each piece in proportion to the time that it took, from asking for it until the next one is asked for: what
 * makes pieces (a database's backend) and what works on them waits meanwhile, so that customers are answered in between.
 * What other threads work on earlier pieces (compressing them) counts where it is more. All streams of one pace share it.
 *
 * @param share how much of the time may be worked, above 0 and up to 1
 */
export function considerate(share = considerateShare, clock = machineClock): Pace {
  let restsUntilMs = 0;
  let hadWorkedMs = clock.workedMs();
  return async function* (pieces) {
    let beganMs = clock.nowMs();
    for await (const piece of pieces) {
      yield piece;
      const [nowMs, workedMs] = [clock.nowMs(), clock.workedMs()];
      const tookMs = Math.max(nowMs - beganMs, workedMs - hadWorkedMs);
      hadWorkedMs = workedMs;
      restsUntilMs = Math.max(restsUntilMs, nowMs) + Math.min(tookMs * (1 / share - 1), longestRestMs);
      await clock.sleep(restsUntilMs - nowMs);
      beganMs = clock.nowMs();
    }
  };
}

/** What customers need goes before this process, from now on. */
export function giveWay(): void {
  const niceness = Math.max(15, getPriority());
  setPriority(niceness);
  // Linux has a priority for each thread, and those that stand already keep theirs.
  if (process.platform !== "linux") return;
  for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), niceness);
}
