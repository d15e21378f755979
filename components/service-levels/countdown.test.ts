import { describe, expect, test } from "vitest";
import { clockStateAt, firstDue } from "@/server/service-levels/rules";
import { countdown } from "./countdown";

describe("a clock's figure", () => {
  test.each([
    ["three quarters of an hour", 45 * 60_000, "45:00"],
    ["the last second", 1_000, "0:01"],
    ["the moment itself", 0, "0:00"],
    ["five seconds late", -5_000, "0:05"],
    ["an hour", 3_600_000, null],
    ["two hours late", -7_200_000, null],
  ])("%s", (_label, left, shown) => expect(countdown(left)).toBe(shown));
});

describe("how a clock stands", () => {
  const clock = { nearAt: "2026-11-20T09:48:00.000Z", dueAt: "2026-11-20T10:00:00.000Z" };
  test.each([
    ["before its last fifth", "2026-11-20T09:47:59.999Z", "calm"],
    ["from its last fifth on", "2026-11-20T09:48:00.000Z", "near"],
    ["at its moment", "2026-11-20T10:00:00.000Z", "near"],
    ["after it", "2026-11-20T10:00:00.001Z", "missed"],
  ])("%s", (_label, at, state) => expect(clockStateAt(clock, Date.parse(at))).toBe(state));

  test("of several, the one that is due first", () => {
    const later = { nearAt: clock.nearAt, dueAt: "2026-11-21T10:00:00.000Z" };
    expect(firstDue([later, clock])).toBe(clock);
    expect(firstDue([])).toBeNull();
  });
});
