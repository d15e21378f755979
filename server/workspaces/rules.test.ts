import { describe, expect, test } from "vitest";
import { isReservedSlug, slugCandidates } from "./rules";
import { Slug } from "./schemas";

describe("addresses for a workspace", () => {
  test.each([
    ["a name", "ada-butik", "ada-butik"],
    ["a name of two letters gets the kind", "ay", "ay-shop"],
    ["a name without a letter that an address may have", "", "shop"],
    ["hyphens at the end", "--ada--", "ada"],
    ["a very long name", "a".repeat(90), "a".repeat(40)],
  ])("%s", (_label, base, first) => {
    expect(slugCandidates(base, "shop", "k3f9x1")[0]).toBe(first);
  });

  test("the demo's name is nobody's", () => {
    expect(slugCandidates("demo", "shop", "k3f9x1").filter(isReservedSlug)).toEqual([]);
    expect(slugCandidates("demo", "shop", "k3f9x1")[0]).toBe("shop-demo");
    expect(isReservedSlug("demo-clinic")).toBe(true);
    expect(isReservedSlug("demonte")).toBe(false);
  });

  test.each(["ada-butik", "ay", "", "x".repeat(60), "a-".repeat(30)])("all of “%s” can be used", (base) => {
    const candidates = slugCandidates(base, "clinic", "k3f9x1");
    expect(candidates.length).toBeGreaterThan(3);
    for (const slug of candidates) expect(Slug.safeParse(slug).success, slug).toBe(true);
  });
});
