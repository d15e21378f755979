import { foldText, tokenise } from "@/lib/text/fold";

/** What a customer gives to prove that an order is theirs, besides its number. */
export type Proof = {
  /** The last four digits of the phone on the order. */
  lastFour: string;
  /** One to three words as typed; compare with `namesSurname`. */
  surname: string;
};

const SURNAME_CUE =
  /(?:soy\s?(?:ad|isim|ism)\p{L}*|surname|last\s?name|family\s?name|second\s?name|фамили\p{L}+|اسم العائلة|العائلة|عائلتي|اللقب|لقبي|الكنية|كنيتي)(?:\s*(?:is|:|=|-|—|هو|هي)\s*|\s+)/giu;
const LAST_FOUR_CUE =
  /(?:son|last|final|последни\p{L}*|آخر|اخر)\s*(?:4|dört|dort|four|четыре|четырех|اربع\p{L}*|أربع\p{L}*)?\s*(?:hane\p{L}*|rakam\p{L}*|digit\p{L}*|цифр\p{L}*|ارقام|أرقام|number\p{L}*)?[^\d]{0,16}(?<!\d)(\d{4})(?!\d)/iu;
const FOUR_DIGITS = /(?<![\p{L}\d.,])(\d{4})(?![\p{L}\d]|[.,]\d)/gu;

/** Words that stand around a proof and are no name, folded. */
const AROUND = new Set(
  (
    "siparis siparisim siparisimin order number numara numaram numarasi numarali no nr nolu tel telefon telefonum telefonumun phone " +
    "son dort hane hanesi haneleri rakam rakami last four digits digit of the my is it its and ve ile ad adi adim isim ismim name " +
    "soyad soyadi soyadim soyisim soyismim surname family benim bu su o merhaba selam hi hello evet yes lutfen please tamam ok " +
    "bilgiler bilgilerim iste takip kod kodu 4 bey hanim mr mrs ms " +
    "nerede nerde nerdedir nerelerde kaldi hani ne zaman gelir gelecek gelecekti geliyor ulasir kargo kargom kargoda paket paketim urun urunum " +
    "durum durumu durumunu ogrenmek istiyorum sorgula bakar bakarmisiniz misiniz mi mu var nedir hakkinda bilgi verir alabilir miyim " +
    "where when will arrive status track tracking package parcel delivery check can you tell me about " +
    "заказ заказа номер телефон телефона последние последних цифры цифр четыре моя мой мое меня зовут имя фамилия и это вот да привет " +
    "طلب طلبي الطلب رقم الهاتف هاتفي جوال جوالي اخر اربعه ارقام اسم اسمي العايله عايلتي لقبي اللقب و هو نعم مرحبا"
  ).split(" "),
);
const MAX_SURNAME_WORDS = 3;

/**
 * Last four digits and surname, in any order and with or without the words for them: "1234 Yılmaz",
 * "soyadım yılmaz son dört 1234". Null unless both are there.
 *
 * @param text what is left of the message without codes, phones and dates
 * @param phones phones of the message: a whole number gives its last four digits too
 */
export function findProof(text: string, phones: readonly string[]): Proof | null {
  const words = shortenGaps(text);
  const lastFour = findLastFour(words) ?? phones[0]?.slice(-4) ?? null;
  if (!lastFour) return null;
  const surname = findSurname(words);
  return surname ? { lastFour, surname } : null;
}

/** Longer than any gap that a cue reaches over; of more, the cues' patterns would try every division. */
const longestGap = 40;

function shortenGaps(text: string): string {
  return text.replace(/\s+/g, (gap) =>
    gap.length <= longestGap ? gap : `${gap.includes("\n") ? "\n" : " "}${" ".repeat(longestGap - 1)}`,
  );
}

function findLastFour(text: string): string | null {
  const cued = LAST_FOUR_CUE.exec(text)?.[1];
  if (cued) return cued;
  const bare = [...text.matchAll(FOUR_DIGITS)].map((match) => match[1]!);
  return bare.length === 1 ? bare[0]! : null;
}

function findSurname(text: string): string | null {
  for (const cue of text.matchAll(SURNAME_CUE)) {
    const words = namesAtStart(text.slice(cue.index + cue[0].length));
    if (words.length > 0) return words.join(" ");
  }
  // Without a word for it, the message must hold nothing but the proof.
  const words = tokenise(text).filter((word) => !/\d/.test(word) && !AROUND.has(foldText(word)));
  return words.length > 0 && words.length <= MAX_SURNAME_WORDS && words.every(isName)
    ? words.join(" ")
    : null;
}

function namesAtStart(text: string): string[] {
  const words: string[] = [];
  for (const word of tokenise(text.split(/[,;.\n\d]/)[0] ?? "")) {
    if (AROUND.has(foldText(word)) || !isName(word) || words.length === MAX_SURNAME_WORDS) break;
    words.push(word);
  }
  return words;
}

function isName(word: string): boolean {
  return word.length >= 2 && word.length <= 40;
}

/**
 * Whether a customer named the surname of a full name: every word must be one of its words, and its last word must
 * be among them. Letters are folded; Cyrillic is compared in Latin letters too. A name of one word has no surname.
 */
export function namesSurname(given: string, fullName: string): boolean {
  const name = tokenise(toLatin(foldText(fullName)));
  const words = tokenise(toLatin(foldText(given)));
  const surname = name.at(-1);
  if (!surname || name.length < 2 || words.length === 0) return false;
  return words.includes(surname) && words.every((word) => name.includes(word));
}

const LATIN: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
};

function toLatin(folded: string): string {
  return folded.replace(/[а-я]/g, (letter) => LATIN[letter] ?? letter);
}
