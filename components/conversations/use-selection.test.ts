import { describe, expect, test } from "vitest";
import { toggled } from "./use-selection";

const ids = ["a", "b", "c", "d"];
const after = (held: string[], id: string, anchor: string | null = null, isRange = false) =>
  [...toggled({ ids, held: new Set(held), anchor, id, isRange })].sort();

describe("a selection", () => {
  test.each([
    ["one is taken", [], "b", null, false, ["b"]],
    ["one is given back", ["b", "c"], "b", "b", false, ["c"]],
    ["from the last pressed down to this one", ["b"], "d", "b", true, ["b", "c", "d"]],
    ["and up", ["c"], "a", "c", true, ["a", "b", "c"]],
    ["a range from what has left the list is one", ["x"], "c", "x", true, ["c", "x"]],
  ] as const)("%s", (_label, held, id, anchor, isRange, expected) =>
    expect(after([...held], id, anchor, isRange)).toEqual([...expected]),
  );
});
