import { describe, expect, test } from "vitest";
import { type Suggestion, suggest, type WeekFacts } from "./suggest";
import { isSendingTime, lastWeek } from "./weeks";

describe("the week that is told", () => {
  test.each([
    [
      "Monday at eight",
      "2026-11-23T05:00:00Z",
      "Europe/Istanbul",
      "2026-11-16",
      "2026-11-22",
      "2026-11-22T20:59:59.999Z",
    ],
    [
      "Sunday late",
      "2026-11-22T20:59:00Z",
      "Europe/Istanbul",
      "2026-11-09",
      "2026-11-15",
      "2026-11-15T20:59:59.999Z",
    ],
    [
      "a week with an hour more",
      "2026-10-26T12:00:00Z",
      "Europe/Berlin",
      "2026-10-19",
      "2026-10-25",
      "2026-10-25T22:59:59.999Z",
    ],
    [
      "over the turn of the year",
      "2027-01-05T12:00:00Z",
      "America/New_York",
      "2026-12-28",
      "2027-01-03",
      "2027-01-04T04:59:59.999Z",
    ],
  ])("%s", (_label, now, zone, from, to, endsAt) => {
    expect(lastWeek(new Date(now), zone)).toEqual({ from, to, endsAt: new Date(endsAt) });
  });
});

describe("when the report goes", () => {
  test.each([
    ["before eight on Monday", "2026-11-23T04:59:59Z", "Europe/Istanbul", false],
    ["at eight on Monday", "2026-11-23T05:00:00Z", "Europe/Istanbul", true],
    ["late on Tuesday", "2026-11-24T16:59:00Z", "Europe/Istanbul", true],
    ["too late", "2026-11-24T17:00:00Z", "Europe/Istanbul", false],
    ["in a zone that is a day ahead", "2026-11-22T19:00:00Z", "Pacific/Auckland", true],
    ["on the weekend in which the hour changes", "2026-10-24T10:00:00Z", "Europe/Berlin", false],
    ["an hour before, as the clock stood last week", "2026-10-26T06:00:00Z", "Europe/Berlin", false],
    ["on the Monday after it", "2026-10-26T07:00:00Z", "Europe/Berlin", true],
  ])("%s", (_label, now, zone, isDue) => {
    expect(isSendingTime(new Date(now), zone)).toBe(isDue);
  });
});

describe("the one suggestion", () => {
  const calm: WeekFacts = {
    ...{ messagesIn: 40, reopened: 0, medianFirstResponseS: 2, isAgentOn: true },
    intents: [{ intent: "shipping", asked: 20, handedOff: 2, corrected: 0 }],
  };
  const intents = [
    { intent: "shipping", asked: 20, handedOff: 4, corrected: 5 },
    { intent: "price", asked: 8, handedOff: 6, corrected: 0 },
  ];
  test.each<[string, Partial<WeekFacts>, Partial<Suggestion>]>([
    ["nobody wrote", { messagesIn: 0, isAgentOn: false }, { kind: "quiet", href: "channels" }],
    ["the agent is off", { isAgentOn: false, intents }, { kind: "agentOff" }],
    [
      "most asked and never answered",
      { intents },
      { kind: "unanswered", intent: "price", count: 6, href: "knowledge?entry=new" },
    ],
    ["often corrected", { intents: intents.slice(0, 1) }, { kind: "misread", intent: "shipping", count: 5 }],
    ["opened again", { reopened: 3, medianFirstResponseS: 9_000 }, { kind: "reopened", count: 3 }],
    ["slow", { medianFirstResponseS: 1_801 }, { kind: "slow", href: "settings/hours" }],
    ["all is well", {}, { kind: "steady", href: "insight" }],
  ])("%s", (_label, facts, expected) => {
    expect(suggest({ ...calm, ...facts })).toMatchObject(expected);
  });
});
