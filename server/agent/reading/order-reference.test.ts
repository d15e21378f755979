import { expect, test } from "vitest";
import { findOrderReference } from "./order-reference";

test.each([
  ["o ne zaman gelir?", "same"],
  ["peki diğer siparişim?", "other"],
  ["ya diğeri", "other"],
  ["öteki kargom ne durumda", "other"],
  ["ikinci siparişim nerede", "other"],
  ["son siparişim nerede", "newest"],
  ["what about my other order", "other"],
  ["when will it arrive", "same"],
  ["а второй заказ?", "other"],
  ["когда он придёт", "same"],
  ["أين طلبي الثاني", "other"],
  ["متى يصل هذا الطلب", "same"],
  ["diğer ürünler kaç lira acaba", null],
  ["diğer şubeleriniz nerede bulunuyor", null],
  ["kargom nerede", null],
  ["2 gün oldu", null],
])("%s: %s", (text, reference) => {
  expect(findOrderReference(text)).toBe(reference);
});
