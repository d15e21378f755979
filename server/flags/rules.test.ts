import { describe, expect, test } from "vitest";
import { decide, type Override } from "./rules";

const forAll = (isOn: boolean): Override => ({ feature: "imports", workspaceId: null, isOn });
const forOne = (workspaceId: string, isOn: boolean): Override => ({ feature: "imports", workspaceId, isOn });

describe("whether a part is on", () => {
  test.each<[string, Override[], boolean]>([
    ["nothing was said: as the code has it", [], true],
    ["off for all", [forAll(false)], false],
    ["off for it alone", [forOne("a", false)], false],
    ["off for another one", [forOne("b", false)], true],
    ["off for all but it", [forAll(false), forOne("a", true)], true],
    ["on for all but it", [forOne("a", false), forAll(true)], false],
    ["another part is off", [{ ...forAll(false), feature: "embeds" }], true],
    ["a part that the code does not have any more", [{ ...forAll(false), feature: "gone" }], true],
  ])("%s", (_label, overrides, isOn) => {
    expect(decide(overrides, "imports", "a")).toBe(isOn);
  });

  test("without a workspace it is what was said for all", () => {
    expect(decide([forOne("a", false)], "imports", null)).toBe(true);
    expect(decide([forAll(false), forOne("a", true)], "imports", null)).toBe(false);
  });
});
