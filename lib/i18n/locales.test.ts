import { describe, expect, test } from "vitest";
import { chooseLocale, directionOf } from "./locales";

describe("chooseLocale", () => {
  test.each([
    ["what was chosen here wins", "ru", "en", "ru"],
    ["the browser's first language that we speak", undefined, "de-DE,de;q=0.9,ar;q=0.8,en;q=0.7", "ar"],
    ["by weight, not by place", undefined, "en;q=0.3,ru-RU;q=0.9", "ru"],
    ["a refused language is not taken", undefined, "en;q=0,ru;q=0.1", "ru"],
    ["Turkish when none of them is ours", undefined, "de,fr;q=0.5", "tr"],
    ["Turkish without a header", undefined, null, "tr"],
    ["a strange cookie counts as none", "xx", "en-GB", "en"],
    ["a strange header counts as none", undefined, ";;q=x,,", "tr"],
  ])("%s", (_, chosen, header, expected) => {
    expect(chooseLocale(chosen, header)).toBe(expected);
  });
});

test("only Arabic is written from the right", () => {
  expect(["tr", "en", "ru", "ar"].map(directionOf)).toEqual(["ltr", "ltr", "ltr", "rtl"]);
});
