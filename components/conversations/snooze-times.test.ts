import { describe, expect, test } from "vitest";
import { readLocalMoment, toSnoozeEnd, writeLocalMoment } from "./snooze-times";

const istanbul = "Europe/Istanbul";
const berlin = "Europe/Berlin";
// A Friday, half past eleven in the evening in Istanbul.
const friday = new Date("2026-11-20T20:30:00Z");

describe("toSnoozeEnd", () => {
  test.each([
    ["laterToday", friday, istanbul, "2026-11-20T23:30:00.000Z"],
    ["tomorrow", friday, istanbul, "2026-11-21T06:00:00.000Z"],
    ["nextWeek", friday, istanbul, "2026-11-23T06:00:00.000Z"],
    // On a Monday, the next one.
    ["nextWeek", new Date("2026-11-23T08:00:00Z"), istanbul, "2026-11-30T06:00:00.000Z"],
    // The clocks go back in the night: nine is nine by the new time.
    ["tomorrow", new Date("2026-10-24T10:00:00Z"), berlin, "2026-10-25T08:00:00.000Z"],
  ] as const)("%s from %s in %s", (preset, now, zone, end) =>
    expect(toSnoozeEnd(preset, now, zone).toISOString()).toBe(end),
  );
});

test("a moment goes through the browser's field and comes out the same", () => {
  const at = new Date("2026-11-20T20:30:00Z");
  expect(writeLocalMoment(at, istanbul)).toBe("2026-11-20T23:30");
  expect(readLocalMoment("2026-11-20T23:30", istanbul)).toEqual(at);
  expect(readLocalMoment("", istanbul)).toBeNull();
  expect(readLocalMoment("2026-13-45T99:00", istanbul)?.getTime()).not.toBeNaN();
});
