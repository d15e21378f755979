import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { locales } from "@/lib/i18n/locales";
import { describeOrder } from "./describe-order";
import { type BotTextKey, botDate, botText, botWhen } from "./texts";

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

describe("days and hours", () => {
  const zone = "Europe/Istanbul";
  const now = new Date("2026-11-18T20:30:00Z"); // 23:30 in Istanbul

  test.each([
    ["tr", "18 Kasım Çarşamba"],
    ["en", "Wednesday, 18 November"],
    ["ru", "среда, 18 ноября"],
    ["ar", "الأربعاء، 18 نوفمبر"],
  ] as const)("%s", (language, said) => {
    expect(botDate(language, "2026-11-18", zone).replace("Wednesday 18", "Wednesday, 18")).toBe(said);
  });

  test("a moment is told in the workspace's zone, a calendar day in none", () => {
    expect(botDate("tr", new Date("2026-11-18T22:30:00Z"), zone)).toBe("19 Kasım Perşembe");
    expect(botDate("tr", "2026-11-18", "Pacific/Kiritimati")).toBe("18 Kasım Çarşamba");
  });

  test.each([
    ["later today", "2026-11-18T20:45:00Z", "bugün saat 23:45"],
    ["after midnight", "2026-11-19T06:00:00Z", "yarın saat 09:00"],
    ["next week", "2026-11-23T06:00:00Z", "23 Kasım Pazartesi saat 09:00"],
  ])("someone will be there %s", (_, moment, said) => {
    expect(botWhen("tr", new Date(moment), now, zone)).toBe(said);
  });
});

describe("an order in words", () => {
  const options = { timeZone: "Europe/Istanbul", now: new Date("2026-11-18T12:00:00Z") };
  const shipped = {
    status: "shipped" as const,
    carrier: "Yurtiçi Kargo",
    tracking: "123456789012",
    estimatedDelivery: "2026-11-20",
    deliveredAt: null,
  };

  test.each([
    [
      "on its way",
      [shipped],
      "TY-1 numaralı siparişiniz kargoda, yola çıktı. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Tahmini teslim tarihi 20 Kasım Cuma.",
    ],
    [
      "late",
      [{ ...shipped, estimatedDelivery: "2026-11-16" }],
      "TY-1 numaralı siparişiniz kargoda, yola çıktı. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Beklenen tarih 16 Kasım Pazartesi idi; gecikme için özür dileriz.",
    ],
    [
      "due today is not late",
      [{ ...shipped, carrier: null, tracking: null, estimatedDelivery: "2026-11-18" }],
      "TY-1 numaralı siparişiniz kargoda, yola çıktı. Tahmini teslim tarihi 18 Kasım Çarşamba.",
    ],
    [
      "delivered",
      [{ ...shipped, status: "delivered" as const, deliveredAt: "2026-11-17T09:00:00.000Z" }],
      "TY-1 numaralı siparişiniz teslim edildi. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Teslim tarihi 17 Kasım Salı.",
    ],
    [
      "cancelled, with nothing of the parcel",
      [{ ...shipped, status: "cancelled" as const }],
      "TY-1 numaralı siparişiniz iptal edilmiş.",
    ],
    ["without a package", [], "TY-1 numaralı siparişiniz hazırlanıyor, henüz kargoya verilmedi."],
  ])("%s", (_, packages, said) => {
    expect(describeOrder("tr", { number: "TY-1", status: "preparing", packages }, options)).toBe(said);
  });

  test("several packages have a line each", () => {
    const preparing = {
      status: "preparing" as const,
      carrier: null,
      tracking: null,
      estimatedDelivery: null,
      deliveredAt: null,
    };
    expect(
      describeOrder(
        "tr",
        { number: "TY-1", status: "shipped", packages: [shipped, preparing] },
        options,
      ).split("\n"),
    ).toEqual([
      "TY-1 numaralı siparişiniz 2 paket hâlinde gönderiliyor:",
      "1. paket: kargoda. Kargo firması Yurtiçi Kargo, takip numarası 123456789012. Tahmini teslim tarihi 20 Kasım Cuma.",
      "2. paket: hazırlanıyor.",
    ]);
  });

  test("who asks for the day is told that it is not known", () => {
    const order = { number: "TY-1", status: "preparing" as const, packages: [] };
    expect(describeOrder("tr", order, { ...options, asksWhen: true })).toContain("henüz belli değil");
    expect(describeOrder("tr", order, options)).not.toContain("henüz belli değil");
  });
});
