import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BusinessHours } from "@/server/workspaces/schemas";
import {
  copyDay,
  findProblems,
  openMinutes,
  parseTime,
  readHours,
  stepTime,
  suggestInterval,
  type TypedHours,
  type TypedInterval,
  tidyTime,
  typeHours,
} from "./hours-editing";

/** `09:00–12:00 13:00–18:00` as a day. */
const day = (text: string): TypedInterval[] =>
  text
    .split(" ")
    .filter(Boolean)
    .map((part) => {
      const [from = "", to = ""] = part.split("–");
      return { from, to };
    });
const week = (monday: string): TypedHours => [day(monday), [], [], [], [], [], []];

describe("parseTime", () => {
  test.each([
    ["9", 540],
    ["09", 540],
    ["930", 570],
    ["0930", 570],
    ["9:30", 570],
    ["9.30", 570],
    [" 09:30 ", 570],
    ["00:00", 0],
    ["23:59", 1439],
  ])("%s opens at %i", (text, minutes) => {
    expect(parseTime(text, "from")).toBe(minutes);
  });

  test.each(["", "24:00", "24", "25:00", "9:60", "9:3", "nine", "-9", "12345", "9:30 pm"])(
    "“%s” is no time to open",
    (text) => {
      expect(parseTime(text, "from")).toBeNull();
    },
  );

  test.each([
    ["24:00", 1440],
    ["24", 1440],
    ["00:00", 1440],
    ["0", 1440],
    ["18:00", 1080],
  ])("%s closes at %i", (text, minutes) => {
    expect(parseTime(text, "to")).toBe(minutes);
  });

  test("24:01 is no time at all", () => {
    expect(parseTime("24:01", "to")).toBeNull();
  });
});

test("what is left in a field is tidied, what cannot be read is left alone", () => {
  expect([tidyTime("930", "from"), tidyTime("0", "to"), tidyTime("9:6", "from")]).toEqual([
    "09:30",
    "24:00",
    "9:6",
  ]);
});

describe("stepTime", () => {
  test.each([
    ["a quarter later", "09:00", "from", 15, "09:15"],
    ["onto the grid", "09:10", "from", 15, "09:15"],
    ["back onto the grid", "09:10", "from", -15, "09:00"],
    ["an hour later", "09:30", "to", 60, "10:00"],
    ["not before midnight", "00:00", "from", -15, "00:00"],
    ["not past midnight", "24:00", "to", 15, "24:00"],
    ["opening stays on its day", "23:45", "from", 15, "23:45"],
    ["what is no time stays", "nine", "from", 15, "nine"],
  ] as const)("%s", (_label, text, edge, step, expected) => {
    expect(stepTime(text, edge, step)).toBe(expected);
  });
});

describe("findProblems", () => {
  test.each([
    ["one interval", "09:00–18:00", [null]],
    ["two with a break", "09:00–12:00 13:00–18:00", [null, null]],
    ["two that meet", "09:00–12:00 12:00–18:00", [null, null]],
    ["until midnight", "20:00–24:00", [null]],
    ["two out of order", "13:00–18:00 09:00–12:00", [null, null]],
    ["the second overlaps", "09:00–13:00 12:00–18:00", [null, "overlaps"]],
    ["the second lies inside", "09:00–18:00 10:00–11:00", [null, "overlaps"]],
    ["the same twice", "09:00–18:00 09:00–18:00", [null, "overlaps"]],
    ["over midnight", "22:00–02:00", ["endsBeforeStart"]],
    ["no time at all", "09:00–09:00", ["endsBeforeStart"]],
    ["opening unreadable", "x–18:00", ["fromUnreadable"]],
    ["closing empty", "09:00–", ["toUnreadable"]],
    ["an unreadable one overlaps nothing", "x–18:00 09:00–12:00", ["fromUnreadable", null]],
  ])("%s", (_label, text, problems) => {
    expect(findProblems(day(text))).toEqual(problems);
  });
});

const tidy = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minute = fc.integer({ min: 0, max: 1440 });
const anyDay = fc.array(fc.record({ from: minute, to: minute }), { maxLength: 3 });
/** Distinct cuts of a day, taken in pairs: intervals that follow one another, then put in any order. */
const soundDay = fc.uniqueArray(minute, { maxLength: 12 }).chain((cuts) => {
  const sorted = cuts.sort((a, b) => a - b);
  const intervals = sorted.flatMap((from, index) => {
    const to = sorted[index + 1];
    return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
  });
  return fc.shuffledSubarray(intervals);
});
const weekOf = (days: fc.Arbitrary<{ from: number; to: number }[]>) =>
  fc
    .array(days, { minLength: 7, maxLength: 7 })
    .map(
      (typed): TypedHours =>
        typed.map((intervals) => intervals.map(({ from, to }) => ({ from: tidy(from), to: tidy(to) }))),
    );

describe("readHours", () => {
  test("puts intervals in order", () => {
    expect(readHours(week("13:00–18:00 09:00–12:00"))?.[0]).toEqual([
      { from: 540, to: 720 },
      { from: 780, to: 1080 },
    ]);
  });

  test("nothing while something is wrong", () => {
    expect(readHours(week("09:00–08:00"))).toBeNull();
  });

  test("whatever is typed, the server never refuses what the editor accepts", () => {
    fc.assert(
      fc.property(fc.oneof(weekOf(anyDay), weekOf(soundDay)), (typed) => {
        const hours = readHours(typed);
        return hours === null || BusinessHours.safeParse(hours).success;
      }),
    );
  });

  test("what is stored comes back as it was", () => {
    fc.assert(
      fc.property(weekOf(soundDay), (typed) => {
        const hours = readHours(typed);
        expect(hours).not.toBeNull();
        expect(readHours(typeHours(hours ?? []))).toEqual(hours);
      }),
    );
  });
});

describe("suggestInterval", () => {
  test.each([
    ["an ordinary day", "", { from: "09:00", to: "18:00" }],
    ["the afternoon", "09:00–12:00", { from: "13:00", to: "18:00" }],
    ["the evening", "09:00–18:00", { from: "19:00", to: "24:00" }],
    ["after the latest, in whatever order", "13:00–18:00 09:00–12:00", { from: "19:00", to: "24:00" }],
    ["nothing when the day is full", "09:00–24:00", null],
    ["nothing when little is left", "09:00–22:45", null],
    ["nothing after six", "01:00–02:00 ".repeat(6), null],
  ])("%s", (_label, text, expected) => {
    expect(suggestInterval(day(text))).toEqual(expected);
  });
});

describe("copyDay", () => {
  test("puts a day on others and leaves the rest", () => {
    const hours = week("09:00–12:00 13:00–18:00");
    const copied = copyDay(hours, 0, [1, 2]);
    expect(copied.slice(0, 3)).toEqual([hours[0], hours[0], hours[0]]);
    expect(copied[3]).toEqual([]);
  });

  test("a closed day closes the others", () => {
    expect(copyDay(week("09:00–18:00"), 6, [0])[0]).toEqual([]);
  });

  test("the copies are their own", () => {
    const copied = copyDay(week("09:00–18:00"), 0, [1]);
    expect(copied[1]?.[0]).not.toBe(copied[0]?.[0]);
  });
});

test("a week's open time", () => {
  expect(openMinutes([[{ from: 540, to: 1080 }], [{ from: 0, to: 60 }], [], [], [], [], []])).toBe(600);
});
