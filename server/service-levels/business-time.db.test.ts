import { TZDate } from "@date-fns/tz";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BusinessHours, OpenInterval } from "@/db/schema";
import { inWorkspace } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";

const t = useTestRuntime();
const minuteMs = 60_000;

/** The arithmetic of the database, asked for many cases in one statement. */
async function ask(
  cases: readonly { hours: BusinessHours; zone: string; from: Date; to: Date; seconds: number }[],
) {
  const shop = await makeWorkspace(t.runtime);
  const rows = await inWorkspace(shop.member("owner"), (tx) =>
    tx.execute<{ between: number; due: string | null }>(sql`
      select business_between(c.hours, c.zone, c."from", c."to") as between,
        business_due(c.hours, c.zone, c."from", c.seconds)::text as due
      from rows from (jsonb_to_recordset(${JSON.stringify(cases)}::text::jsonb)
        as (hours jsonb, zone text, "from" timestamptz, "to" timestamptz, seconds double precision)) with ordinality as c
      order by c.ordinality`),
  );
  return rows.map(({ between, due }) => ({
    between: Number(between),
    due: due === null ? null : new Date(due),
  }));
}

/** The seconds in which a clock on the wall stands within the hours, looked at minute by minute. */
function countByWatching(hours: BusinessHours, zone: string, from: Date, to: Date): number {
  if (hours.every((day) => day.length === 0)) return (to.getTime() - from.getTime()) / 1_000;
  let seconds = 0;
  for (let at = from.getTime(); at < to.getTime(); at += minuteMs) {
    const wall = new TZDate(at, zone);
    const minute = wall.getHours() * 60 + wall.getMinutes();
    const isOpen = hours[(wall.getDay() + 6) % 7]!.some((span) => span.from <= minute && minute < span.to);
    if (isOpen) seconds += 60;
  }
  return seconds;
}

/** A day and a half around a change of the clocks in each: forward, back, by half an hour, at midnight; and none at all. */
const changes = [
  ["Europe/Berlin", "2026-03-28T18:00:00Z"],
  ["Europe/Berlin", "2026-10-24T18:00:00Z"],
  ["America/New_York", "2026-03-08T00:00:00Z"],
  ["America/New_York", "2026-11-01T00:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T06:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T06:00:00Z"],
  ["Africa/Cairo", "2026-04-23T12:00:00Z"],
  ["Africa/Cairo", "2026-10-29T12:00:00Z"],
  ["Asia/Kathmandu", "2026-06-01T12:00:00Z"],
  ["Europe/Istanbul", "2026-11-20T12:00:00Z"],
] as const;

const openSpans = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 4 })
  .map((quarters) => [...quarters].sort((a, b) => a - b).map((quarter) => quarter * 15))
  .map((edges) =>
    Array.from({ length: Math.floor(edges.length / 2) }, (_, n) => ({
      from: edges[2 * n]!,
      to: edges[2 * n + 1]!,
    })),
  );
const closedDay: OpenInterval[] = [];
const week: fc.Arbitrary<BusinessHours> = fc.array(
  fc.oneof(fc.constant(closedDay), openSpans, openSpans, openSpans),
  {
    minLength: 7,
    maxLength: 7,
  },
);

const cases = fc.record({
  hours: week,
  change: fc.constantFrom(...changes),
  startMinutes: fc.integer({ min: 0, max: 18 * 60 }),
  lengthMinutes: fc.integer({ min: 0, max: 40 * 60 }),
  targetMinutes: fc.integer({ min: 1, max: 600 }),
});

describe("time in which the team is there", () => {
  test("is what a clock on the wall shows, across every change of the clocks", async () => {
    const drawn = fc.sample(cases, { numRuns: 250, seed: 20_261_120 }).map((one) => {
      const [zone, around] = one.change;
      const from = new Date(Date.parse(around) + one.startMinutes * minuteMs);
      const to = new Date(from.getTime() + one.lengthMinutes * minuteMs);
      return { hours: one.hours, zone, from, to, seconds: one.targetMinutes * 60 };
    });
    const answers = await ask(drawn);
    let seen = 0;
    for (const [index, one] of drawn.entries()) {
      const { between, due } = answers[index]!;
      expect(between, JSON.stringify(one)).toBe(countByWatching(one.hours, one.zone, one.from, one.to));
      if (due === null) continue;
      seen += 1;
      expect(due.getTime()).toBeGreaterThan(one.from.getTime());
      if (due.getTime() - one.from.getTime() > 4 * 86_400_000) continue;
      // As much as was asked for, and the last second of it was needed.
      expect(countByWatching(one.hours, one.zone, one.from, due), JSON.stringify(one)).toBe(one.seconds);
      expect(countByWatching(one.hours, one.zone, new Date(due.getTime() - minuteMs), due)).toBe(60);
    }
    expect(seen).toBeGreaterThan(150);
  }, 60_000);

  test("adds up: what is between two moments is due after the first one at the second", async () => {
    const drawn = fc.sample(cases, { numRuns: 120, seed: 7 }).map((one) => {
      const [zone, around] = one.change;
      const from = new Date(Date.parse(around) + one.startMinutes * minuteMs);
      return { hours: one.hours, zone, from, to: from, seconds: one.targetMinutes * 60 };
    });
    const first = await ask(drawn);
    const found = drawn.flatMap((one, index) =>
      first[index]!.due ? [{ ...one, to: first[index]!.due! }] : [],
    );
    const back = await ask(found);
    expect(found.length).toBeGreaterThan(80);
    for (const [index, one] of found.entries()) expect(back[index]!.between).toBe(one.seconds);
  });

  const weekdays = [...Array.from({ length: 5 }, () => [{ from: 540, to: 1_080 }]), [], []];
  const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]);
  test.each([
    ["within a day", weekdays, "Europe/Istanbul", "2026-11-20T07:00:00Z", 2, "2026-11-20T09:00:00.000Z"],
    ["over the night", weekdays, "Europe/Istanbul", "2026-11-19T14:00:00Z", 2, "2026-11-20T07:00:00.000Z"],
    ["over the weekend", weekdays, "Europe/Istanbul", "2026-11-20T14:30:00Z", 1, "2026-11-23T06:30:00.000Z"],
    [
      "from a closed hour on",
      weekdays,
      "Europe/Istanbul",
      "2026-11-21T09:00:00Z",
      1,
      "2026-11-23T07:00:00.000Z",
    ],
    ["a day of 23 hours", always, "Europe/Berlin", "2026-03-28T23:00:00Z", 24, "2026-03-29T23:00:00.000Z"],
    [
      "no stated hours are always",
      [[], [], [], [], [], [], []],
      "Europe/Berlin",
      "2026-03-28T23:00:00Z",
      3,
      "2026-03-29T02:00:00.000Z",
    ],
    [
      "more than a year away is never",
      [[{ from: 0, to: 1 }], [], [], [], [], [], []],
      "Europe/Berlin",
      "2026-03-28T23:00:00Z",
      2,
      null,
    ],
  ])("%s", async (_label, hours, zone, from, wanted, expected) => {
    const [answer] = await ask([
      { hours, zone, from: new Date(from), to: new Date(from), seconds: wanted * 3_600 },
    ]);
    expect(answer!.due?.toISOString() ?? null).toBe(expected);
  });
});
