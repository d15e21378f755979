import { describe, expect, test } from "vitest";
import { lastFourDigits, normalisePhone, normaliseSharedPhone } from "./normalise-phone";

describe("normalisePhone", () => {
  test.each([
    ["0532 123 45 67", "+905321234567"],
    ["532 123 45 67", "+905321234567"],
    ["+90 (532) 123-45-67", "+905321234567"],
    ["905321234567", "+905321234567"],
    ["00905321234567", "+905321234567"],
    ["+7 912 345-67-89", "+79123456789"],
    ["79123456789", "+79123456789"],
    ["966501234567", "+966501234567"],
  ])("%s is %s", (given, expected) => expect(normalisePhone(given)).toBe(expected));

  test.each(["", "yok", "123", "00000000000", "5321234"])("%s is no phone number", (given) =>
    expect(normalisePhone(given)).toBeNull(),
  );

  test("the last four digits are taken from the digits alone", () =>
    expect(lastFourDigits("+90 532 123 4567")).toBe("4567"));
});

test("a shared contact is read as international, whatever it would be at home", () => {
  expect(normaliseSharedPhone("3725123456")).toBe("+3725123456");
  expect(normaliseSharedPhone("905321234567")).toBe("+905321234567");
  expect(normaliseSharedPhone("0532 123 45 67")).toBe("+905321234567");
});
