import { describe, expect, test } from "vitest";
import { parseDay, parseMoment } from "./parse-moment";

const istanbul = "Europe/Istanbul";

describe("parseMoment", () => {
  test.each([
    ["2026-11-20", "2026-11-19T21:00:00.000Z"],
    ["2026-11-20 14:05", "2026-11-20T11:05:00.000Z"],
    ["2026-11-20T14:05:09Z", "2026-11-20T14:05:09.000Z"],
    ["2026-11-20T14:05:09.123+03:00", "2026-11-20T11:05:09.000Z"],
    ["20.11.2026", "2026-11-19T21:00:00.000Z"],
    ["20.11.2026 14:05", "2026-11-20T11:05:00.000Z"],
    ["1/2/2026 9:30", "2026-02-01T06:30:00.000Z"],
  ])("%s in Istanbul is %s", (text, expected) =>
    expect(parseMoment(text, istanbul)?.toISOString()).toBe(expected),
  );

  test.each(["", "dün", "31.02.2026", "2026-13-01", "20.11.26", "20.11.2026 25:00", "11/20/2026"])(
    "%s is refused",
    (text) => expect(parseMoment(text, istanbul)).toBeNull(),
  );

  test("a summer day of Berlin is read in summer time", () =>
    expect(parseMoment("01.07.2026 12:00", "Europe/Berlin")?.toISOString()).toBe("2026-07-01T10:00:00.000Z"));

  test("the day is the zone's, not UTC's", () => {
    expect(parseDay("20.11.2026", istanbul)).toBe("2026-11-20");
    expect(parseDay("2026-11-20T22:30:00Z", istanbul)).toBe("2026-11-21");
  });
});
