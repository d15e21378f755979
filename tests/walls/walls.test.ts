import { beforeAll, describe, expect, test } from "vitest";
import { cruise, type Violation } from "./cruise";
import { broken, house } from "./fixtures";

describe("the walls", () => {
  let violations: Violation[] = [];
  beforeAll(() => {
    violations = cruise(
      Object.assign({}, house, ...broken.map(({ files }) => files)) as Record<string, string>,
    );
  });

  test("let a house through in which everything is imported as it should be", () => {
    expect(cruise(house)).toEqual([]);
  });

  test.each(broken)("$rule stops it when $label", ({ rule, files }) => {
    const fired = violations.filter(({ from }) => from in files).map((violation) => violation.rule);
    expect(fired).toContain(rule);
  });

  test("stop nothing that was not planted", () => {
    const planted = new Set(broken.flatMap(({ files }) => Object.keys(files)));
    expect(violations.filter(({ from }) => !planted.has(from))).toEqual([]);
  });

  test("have a planted violation each, and say what to do instead", async () => {
    // The rules are plain JavaScript without types: imported by address, their shape stated here.
    const config = new URL("../../.dependency-cruiser.mjs", import.meta.url).href;
    const walls: { forbidden: { name: string }[] } = (await import(config)).default;
    const tested = new Set(broken.map(({ rule }) => rule));
    const rules = [...walls.forbidden.map(({ name }) => name), "no-cycle-between-domains"];
    expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
    expect(violations.filter(({ comment }) => comment.length < 20)).toEqual([]);
  });
});
