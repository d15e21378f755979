import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, openBench } from "../../scripts/bench/bench";
import { killCrowd, shareCrowd } from "./processes";

/** The short forms of `npm run test:long`. */
let opened: { bench: Bench; close(): Promise<void> };

beforeAll(async () => {
  opened = await openBench(() => {}, { isQuick: true });
}, 60_000);
afterAll(() => opened?.close(), 60_000);

test("killed at eight points: every run ends, every step is kept once, what is sent is sent once", async () => {
  const run = await killCrowd(opened.bench, { kills: 8, atOnce: 20, steps: 20 });
  console.info(JSON.stringify(run));
  expect(run).toMatchObject({ failed: 0, miscounted: 0, unordered: 0, left: 0 });
  expect([run.runs, run.told, run.heard]).toEqual([run.asked, run.asked, run.asked]);
}, 240_000);

test("two processes on one database: no run twice, no tick lost", async () => {
  const run = await shareCrowd(opened.bench, { seconds: 10, perSecond: 6, steps: 8 });
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
  expect(run.ticks).toBeGreaterThan(4);
}, 180_000);
