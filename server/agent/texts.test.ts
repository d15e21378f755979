import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { locales } from "@/lib/i18n/locales";
import { type BotTextKey, botText } from "./texts";

type Tree = { [key: string]: string | Tree };

const readTexts = (language: string) =>
  flatten(
    JSON.parse(readFileSync(new URL(`../../messages/${language}/bot.json`, import.meta.url), "utf8")) as Tree,
  );

function flatten(tree: Tree, path = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${path}${key}`, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map((match) => match[1]!))]
    .filter((name) => !/^\d+$/.test(name))
    .sort();

const turkish = readTexts("tr");
const PARAMS = {
  shop: "Örnek",
  number: "TY-1",
  carrier: "Aras",
  tracking: "99",
  date: "1 Ocak",
  time: "09:00",
  when: "yarın",
  index: 1,
  state: "kargoda.",
  count: 3,
};

describe("what the bot says", () => {
  test.each(locales)("%s has every text with the same values in it, and no exclamation mark", (language) => {
    const texts = readTexts(language);
    expect([...texts.keys()]).toEqual([...turkish.keys()]);
    for (const [key, text] of texts) {
      expect(placeholders(text), key).toEqual(placeholders(turkish.get(key) ?? ""));
      expect(text, key).not.toMatch(/[!！]/);
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe("");
    }
  });

  test.each(locales)("%s can be said: every text is read by ICU and fits a message", (language) => {
    for (const key of turkish.keys()) {
      const said = botText(language, key as BotTextKey, PARAMS);
      expect(said, key).not.toMatch(/[{}]/);
      expect(said.length, key).toBeLessThan(600);
    }
  });

  test("not found and not proved are one text: neither tells whether an order exists", () => {
    expect([...turkish.keys()].filter((key) => /notFound/i.test(key))).toEqual([]);
    expect(turkish.get("notProved")).toBeDefined();
  });

  test("every plural form of Russian and Arabic is there", () => {
    const said = (language: "ru" | "ar", count: number) =>
      botText(language, "order.several", { number: "1", count });
    expect([1, 2, 5].map((count) => said("ru", count).replace(/.* в /, ""))).toEqual([
      "1 посылке:",
      "2 посылках:",
      "5 посылках:",
    ]);
    expect(new Set([1, 2, 3, 11].map((count) => said("ar", count))).size).toBe(4);
  });

  test("a missing value is an error and never reaches a customer", () => {
    expect(() => botText("tr", "order.shipped")).toThrow();
  });
});
