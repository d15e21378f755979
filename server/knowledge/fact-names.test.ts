import { describe, expect, test } from "vitest";
import { findFactKey, ownFactAnswer, ownFactQuestion } from "./fact-names";

describe("facts under names of the workspace's own", () => {
  test.each([
    ["hours", "openingHours"],
    ["working_hours", "openingHours"],
    ["Çalışma saatleri", "openingHours"],
    ["returnWindowDays", "returnWindowDays"],
    ["Kargo ücreti", "shippingFee"],
    ["botoxPrice", null],
    ["constructor", null],
  ])("%s stands for %s", (name, key) => {
    expect(findFactKey(name)).toBe(key);
  });

  test("customers' words for the thing are known in every language", () => {
    expect(ownFactQuestion("consultationFee", "tr")).toContain("muayene");
    expect(ownFactQuestion("Botoks fiyatı", "ru")).toContain("сколько стоит");
    expect(ownFactQuestion("Botoks fiyatı", "tr")).toContain("Botoks fiyatı");
  });

  test.each([
    ["consultationFee", "tr", "1500 TL", "Muayene ücreti: 1500 TL"],
    ["Botoks fiyatı", "tr", "4.500 TL", "Botoks fiyatı: 4.500 TL"],
    ["consultation_fee", "en", "50 USD", "Consultation fee: 50 USD"],
    [
      "otopark",
      "tr",
      "Binanın arkasında ücretsiz otoparkımız var.",
      "Binanın arkasında ücretsiz otoparkımız var.",
    ],
  ] as const)("%s is told in %s", (name, language, value, said) => {
    expect(ownFactAnswer(name, language, value)).toBe(said);
  });
});
