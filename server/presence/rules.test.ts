import { describe, expect, test } from "vitest";
import { afterHint, type Sighting, stillThere, toPresenceTopic } from "./rules";

const [a, b] = [`mem_${"a".repeat(32)}`, `mem_${"b".repeat(32)}`];
const told = (...hints: [string, "looking" | "typing" | "gone", number][]) =>
  hints.reduce<readonly Sighting[]>(
    (there, [member, state, at]) => afterHint(there, { topic: toPresenceTopic(state, member) }, at),
    [],
  );
const states = (there: readonly Sighting[]) => there.map(({ memberId, state }) => [memberId, state]);

describe("presence", () => {
  test("the newest word of each stands, and who has gone is gone", () => {
    const there = told([a, "looking", 0], [b, "typing", 1], [a, "typing", 2], [b, "gone", 3]);
    expect(states(there)).toEqual([[a, "typing"]]);
  });

  test("a typist who falls silent is looking, a silent reader has left", () => {
    const there = told([a, "typing", 0], [b, "looking", 0]);
    expect(states(stillThere(there, 7_999))).toEqual([
      [a, "typing"],
      [b, "looking"],
    ]);
    expect(states(stillThere(there, 8_000))).toEqual([
      [a, "looking"],
      [b, "looking"],
    ]);
    expect(stillThere(there, 45_000)).toEqual([]);
  });

  test("other hints change nothing", () => {
    const there = told([a, "looking", 0]);
    for (const topic of ["message/received", "presence/looking/mem_x", "presence/dancing/x"])
      expect(afterHint(there, { topic }, 1)).toBe(there);
  });
});
