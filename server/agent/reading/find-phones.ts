import { type CountryCode, findPhoneNumbersInText } from "libphonenumber-js";

export type FoundPhones = {
  /** E.164, in order, none twice. */
  phones: string[];
  /** The text with the phones replaced by spaces. */
  rest: string;
};

const LABEL_BEFORE =
  /(?:#|№|sipari[şs]\p{L}*|order|takip|kargo|tracking|заказ\p{L}*|трек\p{L}*|طلب\p{L}*|الطلب)(?:[\s:.#№-]*(?:no|nr|numara\p{L}*|number|kod\p{L}*|номер\p{L}*|رقم))?[\s:.#№-]*$/iu;

/**
 * Phone numbers of a message. Bare digits are a phone only when they begin as a mobile number does here (5…, ten
 * digits) or are written as one (+, 0, 90, groups): other long numbers are more often orders.
 *
 * @param text cleaned (`cleanText`) with ASCII digits
 * @param country where a number without a country code is from
 */
export function findPhones(text: string, country: CountryCode = "TR"): FoundPhones {
  const phones: string[] = [];
  let rest = text;
  for (const { number, startsAt, endsAt } of findPhoneNumbersInText(apart(text), country)) {
    const written = text.slice(startsAt, endsAt);
    if (LABEL_BEFORE.test(text.slice(0, startsAt)) || !looksLikePhone(written)) continue;
    if (!phones.includes(number.number)) phones.push(number.number);
    rest = rest.slice(0, startsAt) + " ".repeat(endsAt - startsAt) + rest.slice(endsAt);
  }
  return { phones, rest };
}

/**
 * Keeps a code and the phone after it from being read as one number; every character keeps its place. A code is looked
 * for at the beginning of its letters only: from each letter of 4,096 it would take a second.
 */
function apart(text: string): string {
  return text
    .replace(/(?<!\p{L})\p{L}[\p{L}\p{N}]*(?:[-_/]?\d[\p{L}\p{N}]*)+/gu, (code) => " ".repeat(code.length))
    .replace(/(?<=\d{6}) (?=[0+5])/g, ";");
}

function looksLikePhone(written: string): boolean {
  const bare = written.replace(/\D/g, "");
  if (/^\s*(?:\+|00|\()/.test(written)) return true;
  if (/^0[2-5]\d{9}$/.test(bare) || /^905\d{9}$/.test(bare)) return true;
  return /^5\d{9}$/.test(bare);
}
