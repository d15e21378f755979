import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highestOf, isEmptyPeriod, totalOf, zeroBasedTicks } from "./daily-data";

describe("zeroBasedTicks", () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [87, [0, 25, 50, 75, 100]],
    [111, [0, 50, 100, 150]],
    [4000, [0, 1000, 2000, 3000, 4000]],
  ])("for %i are %j", (highest, expected) => {
    expect(zeroBasedTicks(highest)).toEqual(expected);
  });

  test("start at zero, rise evenly and reach the highest value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (highest) => {
        const ticks = zeroBasedTicks(highest);
        const step = ticks[1] ?? 0;
        expect(ticks.every((tick, index) => tick === index * step)).toBe(true);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

const points = [
  { day: "2025-11-01", values: { a: 3, b: 4 } },
  { day: "2025-11-02", values: { a: 5, b: null } },
];

test("stacked series are as high as their sum, lines as the highest", () => {
  expect([highestOf(points, ["a", "b"], true), highestOf(points, ["a", "b"], false)]).toEqual([7, 5]);
});

test("an unknown value adds nothing to a total", () => {
  expect(totalOf(points, "b")).toBe(4);
});

test("a period of zeros and unknowns is empty", () => {
  expect(isEmptyPeriod([{ day: "2025-11-01", values: { a: 0, b: null } }], ["a", "b"])).toBe(true);
  expect(isEmptyPeriod(points, ["a"])).toBe(false);
});
