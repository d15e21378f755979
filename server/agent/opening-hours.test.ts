import { describe, expect, test } from "vitest";
import { findNextOpening, isOpenAt } from "./opening-hours";

const morning = { from: 9 * 60, to: 12 * 60 };
const afternoon = { from: 13 * 60, to: 18 * 60 };
const weekdays = [...Array.from({ length: 5 }, () => [morning, afternoon]), [], []];
const istanbul = { businessHours: weekdays, timeZone: "Europe/Istanbul" };

describe("business hours", () => {
  test.each([
    ["Friday, in the morning", "2026-11-20T07:00:00Z", true, null],
    ["Friday, over lunch", "2026-11-20T09:30:00Z", false, "2026-11-20T10:00:00.000Z"],
    ["Friday, at closing time to the minute", "2026-11-20T15:00:00Z", false, "2026-11-23T06:00:00.000Z"],
    [
      "Saturday night, which is Sunday in Istanbul",
      "2026-11-21T22:00:00Z",
      false,
      "2026-11-23T06:00:00.000Z",
    ],
    ["before opening", "2026-11-20T04:00:00Z", false, "2026-11-20T06:00:00.000Z"],
  ])("%s", (_, at, isOpen, opens) => {
    const moment = new Date(at);
    expect(isOpenAt(istanbul, moment)).toBe(isOpen);
    expect(findNextOpening(istanbul, moment)?.toISOString() ?? null).toBe(opens);
  });

  test("the day that summer time begins opens when the sign says", () => {
    const berlin = { businessHours: Array.from({ length: 7 }, () => [morning]), timeZone: "Europe/Berlin" };
    expect(findNextOpening(berlin, new Date("2026-03-28T20:00:00Z"))?.toISOString()).toBe(
      "2026-03-29T07:00:00.000Z",
    );
  });

  test("no stated hours mean always", () => {
    const always = { businessHours: Array.from({ length: 7 }, () => []), timeZone: "Europe/Istanbul" };
    expect(isOpenAt(always, new Date("2026-11-21T02:00:00Z"))).toBe(true);
  });

  test("an interval to midnight is open until midnight", () => {
    const late = {
      businessHours: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
      timeZone: "Europe/Istanbul",
    };
    expect(isOpenAt(late, new Date("2026-11-20T20:59:00Z"))).toBe(true);
  });
});
