import { describe, expect, test } from "vitest";
import { cover, Mask } from "./mask";

const masked = (value: unknown) => new Mask(true).value(value);
const sentence = (text: string) => new Mask(true).text(text);

describe("a value that may be personal", () => {
  test.each([
    ["a name", { name: "Ayşe Yılmaz" }, { name: cover }],
    ["a name in small letters", { who: "ayse" }, { who: cover }],
    ["a telephone as text", { phone: "+90 532 123 45 67" }, { phone: cover }],
    ["a telephone or a chat as number", { chat: 905321234567 }, { chat: cover }],
    ["a mail address", { to: "ayse@example.com" }, { to: cover }],
    ["what was said", { text: "kargom nerede?" }, { text: cover }],
    ["a list of names", { customers: ["Ali", "Veli"] }, { customers: [cover, cover] }],
    ["what lies deep", { a: [{ b: { note: "gizli" } }] }, { a: [{ b: { note: cover } }] }],
    ["a map by telephone", { "+905321234567": 1 }, { [`${cover} 1`]: 1 }],
    ["a bare text", "Merhaba", cover],
  ])("is covered: %s", (_label, value, expected) => {
    expect(masked(value)).toEqual(expected);
  });

  test.each([
    ["an id", { customerId: "0193d0c6-7c3a-7aaa-8bbb-1234567890ab" }],
    ["an id as it is shown", { id: "cus_0193d0c67c3a7aaa8bbb1234567890ab" }],
    ["a moment", { at: "2026-11-20T09:00:00.000Z" }],
    ["a day", { day: "2026-11-20" }],
    ["a count", { n: 42, share: 0.5 }],
    ["yes and no", { isNew: true, gone: null }],
    ["a code where codes stand", { kind: "deliveries/failed", status: "sent" }],
  ])("is shown: %s", (_label, value) => {
    expect(masked(value)).toEqual(value);
  });

  test("whoever may see customers sees it, and no secrets", () => {
    const mask = new Mask(false);
    expect(mask.value({ name: "Ayşe", botToken: "1:a", password: "x" })).toEqual({
      name: "Ayşe",
      botToken: cover,
      password: cover,
    });
    expect(mask.text("Ayşe Yılmaz ayse@example.com")).toBe("Ayşe Yılmaz ayse@example.com");
    expect(mask.hasCovered).toBe(false);
  });

  test("tells whether anything was covered", () => {
    const mask = new Mask(true);
    mask.value({ n: 1 });
    expect(mask.hasCovered).toBe(false);
    mask.value({ name: "Ali" });
    expect(mask.hasCovered).toBe(true);
  });
});

describe("a sentence of a program", () => {
  test.each([
    ["Mail to ayse@example.com was refused.", `Mail to ${cover} was refused.`],
    ["No customer with +90 532 123 45 67.", `No customer with ${cover}.`],
    ['The name "Ali" is taken.', `The name ${cover} is taken.`],
    ["The customer Mehmet Demir has left.", `The customer ${cover} has left.`],
    ["the customer Mehmet has left", `the customer ${cover} has left`],
    ["Mehmet Demir has left", `${cover} has left`],
    ["Müşteri bulunamadı", `${cover} ${cover}`],
    ["GET https://api.example.com/u/7?q=ali failed", `GET ${cover} failed`],
  ])("%s", (text, expected) => {
    expect(sentence(text)).toBe(expected);
  });

  test.each([
    "The function did not answer within 15 minutes. Put what takes long into several steps.",
    "connect ECONNREFUSED",
    "part 12",
  ])("stays legible: %s", (text) => {
    expect(sentence(text)).toBe(text);
  });

  test("its stack is for those who see what is personal", () => {
    const error = { name: "TypeError", message: "x is not a function", stack: "TypeError: x\n at y" };
    expect(new Mask(true).error(error)).toEqual({ ...error, stack: null });
    expect(new Mask(false).error(error)).toEqual(error);
  });
});
