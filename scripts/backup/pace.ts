import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Content } from "./place.ts";

/** Hands pieces on as fast as whoever reads them is to go. */
export type Pace = (pieces: Content) => Content;

type Clock = { nowMs(): number; sleep(ms: number): Promise<unknown> };

/** Where 1 GB takes 16 s at full speed it takes about 48 s so: the backend and the disk have something to do in a rest, too. */
const considerateShare = 0.3;
/** What waits for a slow network or disk has worked little of its time, and rests no longer than this. */
const longestRestMs = 100;

const machineClock: Clock = { nowMs: () => performance.now(), sleep };

/** As fast as it goes. */
export const fullSpeed: Pace = (pieces) => pieces;

/**
 * Rests after each piece in proportion to the time that it took, from asking for it until the next one is asked for: what
 * makes pieces (a database's backend) and what works on them waits meanwhile, so that customers are answered in between.
 * All streams of one pace share it.
 *
 * @param share how much of the time may be worked, above 0 and up to 1
 */
export function considerate(share = considerateShare, clock = machineClock): Pace {
  let restsUntilMs = 0;
  return async function* (pieces) {
    let beganMs = clock.nowMs();
    for await (const piece of pieces) {
      yield piece;
      const nowMs = clock.nowMs();
      const restMs = Math.min((nowMs - beganMs) * (1 / share - 1), longestRestMs);
      restsUntilMs = Math.max(restsUntilMs, nowMs) + restMs;
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
