import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RefetchRhythm, refetchEveryMs } from "./refetch-rhythm";

const startedAt = 1_000_000;
let looks: number[];
let rhythm: RefetchRhythm;

beforeEach(() => {
  vi.useFakeTimers({ now: startedAt });
  looks = [];
  rhythm = new RefetchRhythm(() => looks.push(Date.now() - startedAt));
});
afterEach(() => vi.useRealTimers());

describe("RefetchRhythm", () => {
  test("looks until the figures of a single hint have surely settled, then rests", () => {
    rhythm.hint();
    vi.advanceTimersByTime(60_000);
    expect(looks).toEqual([2_000, 4_000, 6_000]);
  });

  test("a flood of hints is never more than one look a rhythm", () => {
    for (let at = 0; at < 30_000; at += 100) {
      rhythm.hint();
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(60_000);
    const pauses = looks.slice(1).map((at, index) => at - looks[index]!);
    expect(new Set(pauses)).toEqual(new Set([refetchEveryMs]));
    expect(looks.at(-1)! - 29_900).toBeGreaterThanOrEqual(2 * refetchEveryMs);
  });

  test("a hint after the rest begins anew", () => {
    rhythm.hint();
    vi.advanceTimersByTime(10_000);
    rhythm.hint();
    vi.advanceTimersByTime(2_000);
    expect(looks.at(-1)).toBe(12_000);
  });

  test("nothing after the end", () => {
    rhythm.hint();
    rhythm.stop();
    vi.advanceTimersByTime(10_000);
    expect(looks).toEqual([]);
  });
});
