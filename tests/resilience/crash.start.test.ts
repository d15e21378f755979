import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, openBench } from "../../scripts/bench/bench";
import { runCrashes } from "../../scripts/bench/crash";

/** The short form of `npm run bench -- crash`. */
let opened: { bench: Bench; close(): Promise<void> };

beforeAll(async () => {
  opened = await openBench(() => {}, { isQuick: true });
});
afterAll(() => opened?.close(), 60_000);

test("killed at five points under load: nothing is lost, nothing stands twice, every send has an end", async () => {
  const run = await runCrashes(opened.bench, { kills: 5, perSecond: 60, customers: 120 });
  console.info(JSON.stringify(run));
  expect(run).toMatchObject({ kills: 5, lost: 0, twice: 0, unfinished: 0 });
  expect(run.said).toBeGreaterThan(200);
  expect(run.sends).toBeGreaterThan(50);
}, 150_000);
