import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Counts, quantile, sumCounts } from "./rules";

describe("quantile", () => {
  test("is null of nothing", () => {
    expect(quantile(undefined, 0.5)).toBeNull();
    expect(quantile({}, 0.5)).toBeNull();
    expect(quantile({ "12": 0 }, 0.5)).toBeNull();
  });

  test("is the value of the nearest rank, in whatever order the values were written", () => {
    const spread = fc.array(fc.tuple(fc.nat(700_000), fc.integer({ min: 1, max: 9 })), { minLength: 1 });
    fc.assert(
      fc.property(spread, fc.constantFrom(0.5, 0.9, 1), (pairs, share) => {
        const counts: Record<string, number> = {};
        for (const [value, n] of pairs) counts[value] = (counts[value] ?? 0) + n;
        const all = pairs.flatMap(([value, n]) => Array<number>(n).fill(value)).sort((a, b) => a - b);
        expect(quantile(counts, share)).toBe(all[Math.ceil(share * all.length) - 1]);
      }),
    );
  });
});

test("counts add up by kind and key, of all kinds or of those named", () => {
  const all: Counts[] = [
    { turns: { answer: 2, handoff: 1 }, hours: { "9": 4 } },
    { turns: { answer: 3 } },
    {},
  ];
  expect(sumCounts(all)).toEqual({ turns: { answer: 5, handoff: 1 }, hours: { "9": 4 } });
  expect(sumCounts(all, ["hours", "languages"])).toEqual({ hours: { "9": 4 } });
});
