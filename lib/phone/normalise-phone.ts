import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * A phone number in E.164, or null when it is not a possible one. Numbers without a country are read as of
 * `country` first ("0532 123 45 67" → +905321234567), then as international ones without their plus, which is how
 * Telegram writes the number of a shared contact ("905321234567").
 */
export function normalisePhone(text: string, country: CountryCode = "TR"): string | null {
  const trimmed = text.trim().slice(0, 40);
  const digits = trimmed.replace(/\D/g, "");
  if (digits.length < 7) return null;
  const candidates = [
    parsePhoneNumberFromString(trimmed, country),
    parsePhoneNumberFromString(`+${digits.replace(/^00/, "")}`),
  ];
  return candidates.find((number) => number?.isValid())?.number ?? null;
}

/** The last four digits, the part of a number that one may say aloud. */
export const lastFourDigits = (phone: string): string => phone.replace(/\D/g, "").slice(-4);

/** The number of a contact as a platform shares it: international, with or without its plus. */
export function normaliseSharedPhone(phone: string): string | null {
  const digits = phone.replace(/\D/g, "");
  const number = parsePhoneNumberFromString(`+${digits}`);
  return number?.isValid() ? number.number : normalisePhone(phone);
}
