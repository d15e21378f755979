import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, openBench } from "../../scripts/bench/bench";
import { killCrowd, shareCrowd } from "./processes";

type Form = {
  isQuick: boolean;
  kill: Parameters<typeof killCrowd>[1] & { withinMs: number };
  share: Parameters<typeof shareCrowd>[1] & { withinMs: number };
};

/** Nothing of it may be left over when all has ended. */
const nothing = { failed: 0, miscounted: 0, unordered: 0, left: 0 };

/** What holds of processes that are killed, and of two that share a database, whether for a moment or for long. */
export function testCrowd({ isQuick, kill, share }: Form): void {
  let opened: { bench: Bench; close(): Promise<void> };

  beforeAll(async () => {
    opened = await openBench(() => {}, { isQuick });
  }, 60_000);
  afterAll(() => opened?.close(), 60_000);

  test(`killed at ${kill.kills} points of ${kill.atOnce} runs at once: every run ends, every step is kept once, what is sent is sent once`, {
    timeout: kill.withinMs,
  }, async () => {
    const run = await killCrowd(opened.bench, kill);
    console.info(JSON.stringify(run));
    expect(run).toMatchObject(nothing);
    expect([run.runs, run.told, run.heard]).toEqual([run.asked, run.asked, run.asked]);
  });

  test(`two processes on one database for ${share.seconds} s: no run twice, no tick lost`, {
    timeout: share.withinMs,
  }, async () => {
    const run = await shareCrowd(opened.bench, share);
    console.info(JSON.stringify(run));
    expect(run).toMatchObject({ ...nothing, processes: 2, gaps: 0, again: 0 });
    expect([run.runs, run.told, run.heard]).toEqual([run.asked, run.asked, run.asked]);
    // One comes every two seconds.
    expect(run.ticks).toBeGreaterThan(share.seconds * 0.48);
  });
}
