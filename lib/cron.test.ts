import { describe, expect, test } from "vitest";
import { isCron, nextTick } from "./cron";

describe("a cron's next tick", () => {
  test.each([
    ["in UTC where nothing is said", "30 3 * * *", "2026-11-22T03:30:00Z", "2026-11-23T03:30:00.000Z"],
    ["in its zone", "TZ=Europe/Istanbul 0 3 * * *", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00.000Z"],
    ["with seconds", "*/2 * * * * *", "2026-11-22T00:00:01Z", "2026-11-22T00:00:02.000Z"],
  ])("comes %s", (_label, cron, after, expected) => {
    expect(nextTick(cron, new Date(after)).toISOString()).toBe(expected);
  });

  test.each([
    [
      "when the clocks go forward over it, the moment after",
      "2026-03-28T12:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    ["when the clocks go back over it, once", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z"],
  ])("comes, %s", (_when, after, expected) => {
    const cron = "TZ=Europe/Paris 30 2 * * *";
    const first = nextTick(cron, new Date(after));
    expect(first.toISOString()).toBe(expected);
    expect(nextTick(cron, first).getTime() - first.getTime()).toBeGreaterThan(22 * 3_600_000);
  });

  test.each([
    ["61 * * * *", /CronPattern/],
    ["every day", /CronPattern/],
    ["TZ=Mars/Olympus 0 3 * * *", /./],
    ["0 0 30 2 *", /never comes/],
  ])("of %s there is none", (cron, reason) => {
    expect(() => nextTick(cron, new Date())).toThrow(reason);
  });
});

test.each([
  ["30 3 * * *", true],
  ["TZ=Europe/Istanbul 30 3 * * *", true],
  ["*/15 * * * 0,1,2", true],
  ["*/2 * * * * *", false],
  ["30 3 * *", false],
  ["@daily", false],
  ["0 0 30 2 *", false],
  ["TZ=Mars/Olympus 30 3 * * *", false],
  ["TZ=Europe/Istanbul", false],
  ["", false],
])("whether %j is a cron: %s", (expression, expected) => {
  expect(isCron(expression)).toBe(expected);
});
