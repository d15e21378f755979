import { describe, expect, test } from "vitest";
import { isAlike, likenessOf } from "./likeness";

const alike = (a: string, b: string) => isAlike(likenessOf(a), likenessOf(b));

describe("questions that ask the same", () => {
  test.each([
    ["Kargo ücreti ne kadar?", "KARGO UCRETİNİZ KAÇ LİRA"],
    ["İade süresi kaç gün?", "İade süreniz ne kadar?"],
    ["Kapıda ödeme var mı?", "Kapıda ödeme yapabiliyor muyum, var mı?"],
    ["Kitabın fiyatı nedir?", "Kitap fiyatları ne kadar?"],
    ["How much is shipping?", "Shipping: how much?"],
    ["Сколько стоит доставка?", "Доставка сколько стоит"],
    ["كم تكلفة الشحن؟", "تكلفة الشحن كم"],
  ])("%s · %s", (a, b) => {
    expect(alike(a, b)).toBe(true);
    expect(alike(b, a)).toBe(true);
  });
});

describe("questions that only look alike", () => {
  test.each([
    ["Keten gömleğin mavi rengi yıkanınca solar mı?", "Keten gömleğin sarı rengi yıkanınca solar mı?"],
    ["Kargo ne zaman gelir?", "Kargo nereye gelir?"],
    ["Kargo ücreti ne kadar?", "Yurt dışı kargo ücreti ne kadar?"],
    ["37 numara var mı?", "38 numara var mı?"],
    ["İade var mı?", "İade nasıl yapılır?"],
    ["Ne kadar?", "Nerede?"],
    ["", "???"],
  ])("%s · %s", (a, b) => {
    expect(alike(a, b)).toBe(false);
    expect(alike(b, a)).toBe(false);
  });
});
