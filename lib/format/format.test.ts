import { describe, expect, test } from "vitest";
import { createFormat } from "./format";

const now = Date.parse("2025-11-12T09:00:00Z");
const minutes = 60_000;
const hours = 60 * minutes;
/** Intl separates with no-break spaces, which are not what these tests are about. */
const plain = (text: string) =>
  text.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll(/[\u200e\u200f\u061c]/g, "");

const tr = createFormat("tr", "Europe/Istanbul");
const en = createFormat("en", "Europe/Istanbul");

describe("relative", () => {
  test.each([
    ["now", 20_000, "şimdi"],
    ["minutes", 5 * minutes, "5 dk. önce"],
    ["a clock earlier today", 3 * hours, "09:00"],
    ["yesterday by the calendar, not by hours", 13 * hours, "dün"],
    ["a day of this year", 40 * 24 * hours, "3 Eki"],
    ["a day of another year", 400 * 24 * hours, "8 Eki 2024"],
  ])("%s", (_, ago, expected) => {
    expect(plain(tr.relative(now - ago, now))).toBe(expected);
  });

  test("the workspace's zone decides what today is", () => {
    const lateEvening = Date.parse("2025-11-12T20:30:00Z");
    const afterMidnight = Date.parse("2025-11-12T21:30:00Z");
    expect(tr.relative(lateEvening, afterMidnight)).toBe("dün");
    expect(createFormat("tr", "UTC").relative(lateEvening - hours, afterMidnight)).toBe("19:30");
  });
});

describe("day", () => {
  test.each([
    ["today", 0, "bugün"],
    ["yesterday", 24 * hours, "dün"],
    ["a weekday within a week", 3 * 24 * hours, "Pazar"],
    ["a date", 10 * 24 * hours, "2 Kasım"],
    ["a date of another year", 400 * 24 * hours, "8 Ekim 2024"],
  ])("%s", (_, ago, expected) => {
    expect(plain(tr.day(now - ago, now))).toBe(expected);
  });
});

describe("duration", () => {
  test.each([
    [840, "0.8 secs"],
    [45_000, "45 secs"],
    [12 * minutes, "12 mins"],
    [3 * hours + 5 * minutes, "3 hrs 5 mins"],
    [2 * 24 * hours, "2 days"],
    [26 * hours, "1 day 2 hrs"],
  ])("%i ms is %s", (ms, expected) => {
    expect(plain(en.duration(ms))).toBe(expected);
  });
});

describe("money", () => {
  test.each([
    [129_990n, "TRY", "₺1.299,90"],
    [-5n, "TRY", "-₺0,05"],
    ["250", "XTR", "250 ★"],
    [1_500_000n, "USDT", "1,5 USDT"],
    [1_234_567_890_123_456_789_012n, "TRY", "₺12.345.678.901.234.567.890,12"],
  ])("%s minor units of %s are %s", (amount, currency, expected) => {
    expect(plain(tr.money(amount, currency))).toBe(expected);
  });
});

test("Arabic is told with Latin digits", () => {
  const ar = createFormat("ar", "Europe/Istanbul");
  expect(ar.number(1234)).toBe("1,234");
  expect(ar.date(now)).toMatch(/2025/);
});

test("a share is a percentage the way the language writes it", () => {
  expect([tr.percent(0.384), en.percent(0.384)]).toEqual(["%38", "38%"]);
});
