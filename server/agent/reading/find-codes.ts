import { codeKey } from "@/lib/text/fold";

export type FoundCodes = {
  /** As typed, without "#"; compare them by `codeKey`. At most five, in order, none twice. */
  orderNumbers: string[];
  trackingNumbers: string[];
  /** The text with everything recognised, payment data, dates, times and prices included, replaced by spaces. */
  rest: string;
  /** A card number or IBAN: not to be kept where it is not needed. */
  hasPaymentData: boolean;
};

export type FindCodesOptions = {
  /** The agent has just asked for an order number: four digits alone may then be one. */
  expectsOrderNumber?: boolean;
};

/** Digits with letters, or digits alone, joined by - _ / . */
const CODE = "[\\p{L}\\p{N}]{1,24}(?:[-_/][\\p{L}\\p{N}]{1,24}){0,4}";
const MAX_CODES = 5;

const EDGE_BEFORE = "(?<![\\p{L}\\p{N}])";
const EDGE_AFTER = "(?![\\p{L}\\p{N}])";

const pattern = (source: string) => new RegExp(source, "giu");

const ADDRESSES = pattern("(?:https?://|www\\.)\\S+|(?<!\\S)[^\\s@]{1,64}@\\S+");
const IBAN = pattern(`${EDGE_BEFORE}TR\\d{2}(?: ?\\d){22}${EDGE_AFTER}`);
const CARD = pattern(`${EDGE_BEFORE}\\d{4}[ -]\\d{4}[ -]\\d{4}[ -]\\d{4}${EDGE_AFTER}`);

const DATES = [
  pattern(`${EDGE_BEFORE}\\d{1,2}([./-])\\d{1,2}\\1(?:\\d{4}|\\d{2})${EDGE_AFTER}`),
  pattern(`${EDGE_BEFORE}(?:19|20)\\d{2}([./-])\\d{1,2}\\1\\d{1,2}${EDGE_AFTER}`),
  pattern(`${EDGE_BEFORE}\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?${EDGE_AFTER}`),
];
const MONEY =
  "tl|lira\\p{L}*|try|usd|eur|euro|dolar|dollars?|bucks|kuruş|руб\\p{L}*|лир\\p{L}*|ليرة|ريال|دولار|درهم";
const UNITS =
  "cm|mm|km|kg|gr?|ml|lt?|w|watt|mah|gb|tb|adet|tane|gün\\p{L}*|saat\\p{L}*|dakika|ay|yıl|yaş\\p{L}*|taksit|beden|numara ayakkabı";
const AMOUNTS = [
  pattern(`[₺$€£₽]\\s?\\d[\\d.,]*`),
  pattern(`${EDGE_BEFORE}\\d[\\d.,]*\\s?(?:[₺$€£₽%]|(?:${MONEY}|${UNITS})${EDGE_AFTER})`),
  pattern(`%\\s?\\d[\\d.,]*`),
];

const NUMBER_WORD =
  "(?:no|nr|num|numara\\p{L}*|number|kod\\p{L}*|code|id|barkod\\p{L}*|номер\\p{L}*|رقم\\p{L}*)";
const GLUE = `[\\s:;=.#№'’-]{1,4}`;
const TRACKING_WORD =
  "(?:takip|kargo takip|gönderi|gonderi|tracking|track|трек\\p{L}*|отслеживан\\p{L}*|تتبع|التتبع)";
const ORDER_WORD = "(?:sipari[şs]\\p{L}*|order|заказ\\p{L}*|طلب\\p{L}*|الطلب\\p{L}*|الطلبية)";

const CUED_TRACKING = pattern(
  `${EDGE_BEFORE}${TRACKING_WORD}(?:${GLUE}${NUMBER_WORD})?\\.?${GLUE}(?<code>${CODE})${EDGE_AFTER}`,
);
const CUED_ORDER = pattern(
  `${EDGE_BEFORE}${ORDER_WORD}(?:${GLUE}${NUMBER_WORD})?\\.?${GLUE}(?<code>${CODE})${EDGE_AFTER}`,
);
/** "482913 nolu sipariş", "TY-1 numaralı siparişim". */
const CODE_THEN_CUE = pattern(
  `${EDGE_BEFORE}(?<code>${CODE})['’]?\\s*(?:nolu|no['’]?lu|numaralı|numarali)${EDGE_AFTER}`,
);
const HASHED = pattern(`[#№]\\s?(?<code>${CODE})${EDGE_AFTER}`);

const SURE_TRACKING = [
  pattern(`${EDGE_BEFORE}(?<code>[A-Z]{2}\\d{9}[A-Z]{2})${EDGE_AFTER}`),
  pattern(`${EDGE_BEFORE}(?<code>1Z[0-9A-Z]{16})${EDGE_AFTER}`),
  pattern(`${EDGE_BEFORE}(?<code>KP\\d{11})${EDGE_AFTER}`),
  pattern(`${EDGE_BEFORE}(?<code>\\d{13,22})${EDGE_AFTER}`),
];
/** Two to four capitals, a space and digits: "TY 12345". */
const SPACED = new RegExp(`${EDGE_BEFORE}(?<code>[A-Z]{2,4} \\d{4,12})${EDGE_AFTER}`, "gu");
/** The same in small letters, where two letters are no word: "ty 1042". Longer ones are: "slm 4567 Yılmaz" is a proof. */
const SPACED_SMALL = pattern(`${EDGE_BEFORE}(?<code>[bcdfghjklmnpqrstvwxyz]{2} \\d{4,12})${EDGE_AFTER}`);
const NO_PREFIX =
  /^(?:tl|tr|nr|kg|cm|mm|km|gr|ml|gb|tb|mb|dk|by|my|pm|vs|st|th|rd|nd|tm|bn|kb|bk|mr|ms|dr) /iu;
const MIXED = pattern(`${EDGE_BEFORE}(?<code>${CODE})${EDGE_AFTER}`);
const BARE = pattern(`${EDGE_BEFORE}(?<!\\d[.,])(?<code>\\d{6,12})(?![.,]\\d)${EDGE_AFTER}`);
const BARE_WHEN_ASKED = pattern(`${EDGE_BEFORE}(?<!\\d[.,])(?<code>\\d{3,12})(?![.,]\\d)${EDGE_AFTER}`);

/**
 * Order and tracking numbers of a message, by form and by the word before them. Dates, times, prices, measures,
 * card numbers and IBANs are not taken for one; phones must have been replaced by spaces before.
 *
 * @param text cleaned (`cleanText`) with ASCII digits
 */
export function findCodes(text: string, { expectsOrderNumber = false }: FindCodesOptions = {}): FoundCodes {
  const orders = new Map<string, string>();
  const trackings = new Map<string, string>();
  let rest = blank(text, ADDRESSES);
  const withoutPayment = blank(blank(rest, IBAN), CARD);
  const hasPaymentData = withoutPayment !== rest;
  rest = withoutPayment;

  const take = (source: RegExp, into: Map<string, string>, isCode: (code: string) => boolean) => {
    rest = rest.replace(source, (match: string, ...details) => {
      const code = (details.at(-1) as { code: string }).code;
      if (!isCode(code)) return match;
      const key = codeKey(code);
      if (!into.has(key)) into.set(key, code);
      return " ".repeat(match.length);
    });
  };

  take(CUED_TRACKING, trackings, (code) => digits(code) >= 6);
  take(CUED_ORDER, orders, (code) => digits(code) >= 4);
  take(CODE_THEN_CUE, orders, (code) => digits(code) >= 3);
  take(HASHED, orders, (code) => digits(code) >= 3);
  rest = [...DATES, ...AMOUNTS].reduce(blank, rest);
  for (const source of SURE_TRACKING) take(source, trackings, () => true);
  take(SPACED, orders, (code) => !/^(?:NO|TL|ID|NR|TEL|SON|LAST|PIN|SMS) /.test(code));
  take(SPACED_SMALL, orders, (code) => !NO_PREFIX.test(code));
  take(MIXED, orders, isMixedCode);
  // Beside a number of a plain form, four digits are the proof that goes with it.
  take(expectsOrderNumber && orders.size === 0 ? BARE_WHEN_ASKED : BARE, orders, () => true);

  return {
    orderNumbers: [...orders.values()].slice(0, MAX_CODES),
    trackingNumbers: [...trackings.values()].slice(0, MAX_CODES),
    rest,
    hasPaymentData,
  };
}

/** Letters and at least four digits, or groups of digits joined by a hyphen ("2026-000123"). */
function isMixedCode(code: string): boolean {
  const count = digits(code);
  const length = code.replace(/[-_/]/g, "").length;
  // A shop's short number: letters, a hyphen, three digits.
  if (/^\p{L}{1,5}[-_/]\d{3}$/u.test(code)) return true;
  if (count < 4 || length > 24) return false;
  const letters = length - count;
  // A word with a suffix ("2026'dan" is split; "1000lerce" is not a code): letters lead or stand between digits.
  if (letters > 0) return /^[\p{L}]{1,8}[-_/]?[\p{L}\p{N}]*\d/u.test(code) || /\d[-_/]?\p{Lu}+\d/u.test(code);
  return /^\d{2,}(?:[-_/]\d{2,})+$/.test(code) && count >= 6;
}

function digits(code: string): number {
  return code.match(/\d/g)?.length ?? 0;
}

function blank(text: string, source: RegExp): string {
  return text.replace(source, (match) => " ".repeat(match.length));
}
