/**
 * An amount as people type it, in minor units, without a float on the way: "1.299,90", "1,299.90", "1299.9",
 * "₺1.299" and "1 299,90 TL" with two decimals. A separator followed by one or two last digits is the decimal
 * one; groups of three are thousands. Null when it cannot be read, is negative, or has more decimals than exist.
 *
 * @param decimals how many digits the minor unit has (2 for lira and kuruş)
 */
export function parseAmountMinor(text: string, decimals = 2): bigint | null {
  const plain = text.replace(/(₺|try|tl)/gi, "").replace(/[\s\u00a0\u202f']/g, "");
  const match = /^(\d[\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const [, whole = "", fraction = ""] = match;
  if (!isGrouped(whole) || fraction.length > decimals) return null;
  // "1.299,90": the thousands are written with the other separator than the decimals.
  const decimalMark = fraction ? plain.charAt(whole.length) : "";
  if (decimalMark && whole.includes(decimalMark)) return null;
  const digits = whole.replace(/[.,]/g, "") + fraction.padEnd(decimals, "0");
  return digits.length > 15 ? null : BigInt(digits);
}

/** Digits alone, or groups of three with one and the same separator. */
const isGrouped = (whole: string) =>
  /^\d+$/.test(whole) || /^\d{1,3}(\.\d{3})+$/.test(whole) || /^\d{1,3}(,\d{3})+$/.test(whole);
