import { describe, expect, test } from "vitest";
import type { FigureReport, Figures } from "@/server/insight/schemas";
import { isUntouched, ratioOf, trendOf } from "./compare";

const none: Figures = {
  messagesIn: 0,
  messagesOut: 0,
  conversationsStarted: 0,
  resolvedAssumed: 0,
  resolvedConfirmed: 0,
  resolvedReopened: 0,
  handedOff: 0,
  medianFirstResponseS: null,
  p90FirstResponseS: null,
  medianResolutionS: null,
  minutesSaved: 0,
  deflection: null,
};
const report = (total: Partial<Figures>, before: Partial<Figures> = {}): FigureReport => ({
  span: 7,
  timeZone: "UTC",
  minutesPerAnswer: 3,
  total: { ...none, ...total },
  before: { ...none, ...before },
  points: [
    { at: "2026-11-19", ...none },
    { at: "2026-11-20", ...none, ...total },
  ],
  weeks: [],
  intents: [],
  languages: [],
  heat: [],
  members: [],
  clocks: [],
  satisfaction: {
    total: { asked: 0, count: 0, average: null, share: null, comments: 0 },
    before: { asked: 0, count: 0, average: null, share: null, comments: 0 },
    scores: [],
    byMember: [],
    byBot: [],
  },
});

describe("ratioOf", () => {
  test.each([
    ["half as much again", 15, 10, 0.5],
    ["gone", 0, 10, -1],
    ["unchanged", 10, 10, 0],
    ["nothing before", 10, 0, null],
    ["nothing at all", 0, 0, null],
    ["nobody answered now", null, 10, null],
    ["nobody answered before", 10, null, null],
  ])("%s", (_label, now, before, ratio) => {
    expect(ratioOf(now, before)).toBe(ratio);
  });
});

test("a day on which nobody was answered has no point on the line", () => {
  const { points } = report({ medianFirstResponseS: 4, messagesIn: 2 });
  expect(trendOf(points, "medianFirstResponseS")).toEqual([4]);
  expect(trendOf(points, "messagesIn")).toEqual([0, 2]);
});

describe("isUntouched", () => {
  test.each([
    ["nothing ever", report({}), true],
    ["a message now", report({ messagesIn: 1 }), false],
    ["a message before", report({}, { messagesIn: 1 }), false],
  ])("%s", (_label, given, expected) => {
    expect(isUntouched(given)).toBe(expected);
  });
});
