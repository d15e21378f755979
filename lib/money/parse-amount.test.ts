import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAmountMinor } from "./parse-amount";

describe("parseAmountMinor", () => {
  test.each([
    ["1.299,90", 129_990n],
    ["1,299.90", 129_990n],
    ["1299.90", 129_990n],
    ["1299,9", 129_990n],
    ["1299", 129_900n],
    ["1.299", 129_900n],
    ["₺1.299,90", 129_990n],
    ["1 299,90 TL", 129_990n],
    ["12.345.678,05", 1_234_567_805n],
    ["0,05", 5n],
    ["0", 0n],
  ])("%s is %s", (given, expected) => expect(parseAmountMinor(given)).toBe(expected));

  test.each(["", "-5", "abc", "1.29.90", "1,2,3", "12.34.56", "1.2345", "1e5", "12,345,67,8"])(
    "%s is refused",
    (given) => expect(parseAmountMinor(given)).toBeNull(),
  );

  test("every amount survives being written the Turkish and the English way", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), (minor) => {
        const digits = minor.toString().padStart(3, "0");
        const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ".");
        const fraction = digits.slice(-2);
        expect(parseAmountMinor(`${whole},${fraction}`)).toBe(minor);
        expect(parseAmountMinor(`${whole.replaceAll(".", ",")}.${fraction}`)).toBe(minor);
      }),
    );
  });
});
