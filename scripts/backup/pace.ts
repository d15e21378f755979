import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Content } from "./place.ts";

/** Hands pieces on as fast as whoever reads them is to go. */
export type Pace = (pieces: Content) => Content;

/** `workedMs`: the processor time of all threads of this process so far. */
type Clock = { nowMs(): number; workedMs(): number; sleep(ms: number): Promise<unknown> };

/** The backend and the disk have something to do in a rest, too. */
const considerateShare = 0.2;
/** 1 GB of database (800 MB of rows) in less than a minute, with some to spare: bytes a second. */
const slowestRate = 15.5e6;
/** What waits for a slow network or disk has worked little of its time, and rests no longer than this. */
const longestRestMs = 100;
/** Who was held up for long does not make up for all of it at full speed. */
const longestDebtMs = 1_000;

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
 * What other threads work on earlier pieces (compressing them) counts where it is more. Where that would be slower than
 * `rate`, rests are shorter. All streams of one pace share it.
 *
 * @param share how much of the time may be worked, above 0 and up to 1
 * @param rate bytes a second; 0 for as slow as the share has it
 */
export function considerate(
  { share = considerateShare, rate = slowestRate } = {},
  clock = machineClock,
): Pace {
  let restsUntilMs = 0;
  let hadWorkedMs = clock.workedMs();
  /** When what has passed has passed at the slowest. */
  let slowestMs = clock.nowMs();
  return async function* (pieces) {
    let beganMs = clock.nowMs();
    for await (const piece of pieces) {
      yield piece;
      const [nowMs, workedMs] = [clock.nowMs(), clock.workedMs()];
      const tookMs = Math.max(nowMs - beganMs, workedMs - hadWorkedMs);
      hadWorkedMs = workedMs;
      slowestMs = Math.max(slowestMs, beganMs - longestDebtMs) + (piece.byteLength / rate) * 1_000;
      const restMs = Math.min(tookMs * (1 / share - 1), longestRestMs);
      restsUntilMs = Math.max(nowMs, Math.min(Math.max(restsUntilMs, nowMs) + restMs, slowestMs));
      await clock.sleep(restsUntilMs - nowMs);
      beganMs = clock.nowMs();
    }
  };
}

/**
 * What customers need goes before this process, from now on: it works where nobody else would. A low priority alone is not
 * enough: who has just begun is let work for some milliseconds, and an answer that changes hands twenty times waits for
 * that many.
 */
export function giveWay(): void {
  const niceness = Math.max(15, getPriority());
  setPriority(niceness);
  if (process.platform !== "linux") return;
  // Linux has a priority for each thread, and those that stand already keep theirs.
  for (const thread of readdirSync("/proc/self/task")) setPriority(Number(thread), niceness);
  // Of util-linux; a machine without it does with the priority.
  spawnSync("chrt", ["--all-tasks", "--idle", "--pid", "0", String(process.pid)], { stdio: "ignore" });
  if (leadsSession()) lowerSession();
}

/**
 * Linux shares its processors among sessions before it looks at the class of a process (sched(7), "The autogroup feature"),
 * and each process of the database is a session of its own: what is idle in the session of the product would take from the
 * database whatever the product may.
 */
function lowerSession(): void {
  try {
    writeFileSync("/proc/self/autogroup", "19");
  } catch {
    // Switched off, or not to be changed here: it does with the class.
  }
}

/** Whether nobody else's work is in this session, but for what this process has started. */
function leadsSession(): boolean {
  const [, , , session] = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)!.split(" ");
  return Number(session) === process.pid;
}
