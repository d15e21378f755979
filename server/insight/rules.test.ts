import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Counts, quantile, sumCounts, sumTallies, tallyOf } from "./rules";

describe("quantile", () => {
  test("is null of nothing", () => {
    expect(quantile(undefined, 0.5)).toBeNull();
    expect(quantile({ values: [], counts: [] }, 0.5)).toBeNull();
    expect(quantile({ values: [12], counts: [0] }, 0.5)).toBeNull();
  });

  test("is the value of the nearest rank, in whatever order the values were written", () => {
    const spread = fc.array(fc.tuple(fc.nat(700_000), fc.integer({ min: 1, max: 9 })), { minLength: 1 });
    fc.assert(
      fc.property(spread, fc.constantFrom(0.5, 0.9, 1), (pairs, share) => {
        // Each in a day of its own: a tally's spreads are in their order, and so is their sum.
        const days = pairs.map(([value, n]) => tallyOf([{ kind: "firstResponse", key: String(value), n }]));
        const all = pairs.flatMap(([value, n]) => Array<number>(n).fill(value)).sort((a, b) => a - b);
        expect(quantile(sumTallies(days).spreads.firstResponse, share)).toBe(
          all[Math.ceil(share * all.length) - 1],
        );
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
