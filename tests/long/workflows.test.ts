import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, openBench } from "../../scripts/bench/bench";
import { killCrowd, shareCrowd } from "../workflows/processes";

let opened: { bench: Bench; close(): Promise<void> };

beforeAll(async () => {
  opened = await openBench(() => {}, { isQuick: false });
}, 60_000);
afterAll(() => opened?.close(), 60_000);

test("killed at 200 points of 50 runs at once: every run ends, every step is kept once, what is sent is sent once", async () => {
  const run = await killCrowd(opened.bench, { kills: 200, atOnce: 50, steps: 40 });
  console.info(JSON.stringify(run));
  expect(run).toMatchObject({ failed: 0, miscounted: 0, unordered: 0, left: 0 });
  expect([run.runs, run.told, run.heard]).toEqual([run.asked, run.asked, run.asked]);
}, 3_600_000);

test("two processes on one database for ten minutes: no run twice, no tick lost", async () => {
  const run = await shareCrowd(opened.bench, { seconds: 600, perSecond: 6, steps: 8 });
  console.info(JSON.stringify(run));
  expect(run).toMatchObject({
    processes: 2,
    gaps: 0,
    failed: 0,
    miscounted: 0,
    unordered: 0,
    left: 0,
    again: 0,
  });
  expect([run.runs, run.told, run.heard]).toEqual([run.asked, run.asked, run.asked]);
  expect(run.ticks).toBeGreaterThan(290);
}, 1_200_000);
