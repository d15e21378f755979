import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clearAfter, LowWaterMark } from "./low-water-mark";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, seconds));
const beginning = new Date(0);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Looks once. @returns from where on */
async function lookAt(mark: LowWaterMark, leavesNothingBefore: Date, now = at(0)): Promise<Date> {
  return mark.look(
    now,
    async (from) => from,
    () => leavesNothingBefore,
  );
}

describe("where a look at a queue begins", () => {
  test("the first one at the beginning, the next ones a little before where nothing was left", async () => {
    const mark = new LowWaterMark(2_000);
    expect(await lookAt(mark, at(10))).toEqual(beginning);
    expect(await lookAt(mark, at(11))).toEqual(at(8));
    expect(await lookAt(mark, at(5))).toEqual(at(9));
    // The clock was set back, or something older has come to light: there it is looked for from now on.
    expect(await lookAt(mark, at(11))).toEqual(at(3));
  });

  test("once a second at the beginning, however often it is looked at between", async () => {
    const mark = new LowWaterMark();
    const wholeOnes: number[] = [];
    for (let ms = 0; ms < 3_500; ms += 50) {
      if ((await lookAt(mark, at(1))).getTime() === 0) wholeOnes.push(ms);
      vi.advanceTimersByTime(50);
    }
    expect(wholeOnes).toEqual([0, 1_000, 2_000, 3_000]);
  });

  test("at the beginning when the clock was set, or the machine slept", async () => {
    const mark = new LowWaterMark();
    expect(await lookAt(mark, at(1), at(10))).toEqual(beginning);
    expect(await lookAt(mark, at(1), at(10))).not.toEqual(beginning);
    expect(await lookAt(mark, at(1), at(40))).toEqual(beginning);
    expect(await lookAt(mark, at(1), at(40))).not.toEqual(beginning);
    expect(await lookAt(mark, at(1), at(2))).toEqual(beginning);
  });

  test("where it did when the look before has failed", async () => {
    const mark = new LowWaterMark(0);
    const fail = () =>
      mark.look(
        at(0),
        () => Promise.reject(new Error("away")),
        () => at(9),
      );
    await expect(fail()).rejects.toThrow("away");
    expect(await lookAt(mark, at(10))).toEqual(beginning);
    await expect(fail()).rejects.toThrow("away");
    expect(await lookAt(mark, at(11))).toEqual(at(10));
    vi.advanceTimersByTime(1_000);
    await expect(fail()).rejects.toThrow("away");
    expect(await lookAt(mark, at(11))).toEqual(beginning);
  });
});

test("a full batch leaves what is due after its last, another one nothing", () => {
  const batch = [{ dueAt: at(3) }, { dueAt: at(7) }, { dueAt: at(5) }];
  expect(clearAfter(batch, 3, at(20))).toEqual(at(7));
  expect(clearAfter(batch, 4, at(20))).toEqual(at(20));
  expect(clearAfter([], 4, at(20))).toEqual(at(20));
});
