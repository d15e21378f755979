/**
 * Folding of customers' text, so that "İADE ETMEK İSTİYORUM", "iade etmek istiyorum" and "iade etmek ıstıyorum"
 * become one string. Everything that compares what people type (language, intents, retrieval, rules) folds first.
 */

/** Zero-width, bidirectional control and other invisible characters, soft hyphen and variation selectors included. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Control characters other than tab and line breaks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed here
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Arabic vowel marks, Koranic signs and the superscript alef. */
const ARABIC_MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const COMBINING = /[\u0300-\u036f]/g;

const LETTERS: Readonly<Record<string, string>> = {
  ı: "i",
  ø: "o",
  ł: "l",
  đ: "d",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ё: "е",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ة: "ه",
  ى: "ي",
  ی: "ي",
  ئ: "ي",
  ؤ: "و",
  ک: "ك",
  ـ: "",
  ء: "",
};
const LETTER_PATTERN = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/**
 * No message is longer than 4,096 characters. What is longer is cut before NFKC, whose time grows with the square of a
 * run of combining marks, and after it, since it can make one character eighteen.
 */
const MAX_CHARACTERS = 8_192;

/**
 * Removes what the eye does not see and writes compatibility forms plainly (NFKC), keeping case, letters and line
 * breaks. What is stored and shown stays the original: this is for reading, not for display.
 */
export function cleanText(text: string): string {
  return text
    .slice(0, MAX_CHARACTERS)
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(CONTROL, " ")
    .slice(0, MAX_CHARACTERS);
}

/** Lower-cases as Turkish does where it matters: İ → i and I → ı before everything else. */
export function lowerTurkish(text: string): string {
  return text
    .replace(/İ/g, "i")
    .replace(/I/g, "ı")
    .toLowerCase()
    .replace(/i\u0307/g, "i");
}

/** Arabic-Indic and extended Arabic-Indic digits as 0–9; other digits are ASCII after NFKC or left alone. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/**
 * The folded form: clean, lower case, Latin letters without marks (ı→i ş→s ç→c ğ→g ö→o ü→u), Arabic without vowel
 * marks, tatweel and hamza seats (أإآ→ا, ة→ه, ى→ي), Russian ё→е, digits ASCII.
 * й keeps its breve: it is a letter of its own.
 */
export function foldText(text: string): string {
  const lower = asciiDigits(lowerTurkish(cleanText(text)));
  if (isAscii(lower)) return lower;
  return lower
    .replace(/й/g, "\ue000")
    .normalize("NFD")
    .replace(COMBINING, "")
    .replace(/\ue000/g, "й")
    .normalize("NFC")
    .replace(ARABIC_MARKS, "")
    .replace(LETTER_PATTERN, (letter) => LETTERS[letter] ?? letter);
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Runs of Unicode letters and digits, in order. Give it folded text where words are to be compared. */
export function tokenise(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Every digit as 0: for the classifier "12 gün" and "15 gün" are the same. */
export function zeroDigits(text: string): string {
  return text.replace(/\d/g, "0");
}

/** Letters that are repeated for effect, written once: "merhabaaaa" and "merhaba" are then equal (so are "elli" and "eli"). */
export function squeezeRepeats(text: string): string {
  return text.replace(/(\p{L})\1+/gu, "$1");
}

/** The first `length` letters of a word: for Turkish as good a stemmer as a lemmatiser (Can et al. 2008). */
export function prefix(token: string, length = 5): string {
  return token.length > length ? token.slice(0, length) : token;
}

/** The overlapping runs of `size` characters in a word; a shorter word is its own single run. */
export function charGrams(token: string, size = 4): string[] {
  if (token.length <= size) return [token];
  const grams: string[] = [];
  for (let i = 0; i + size <= token.length; i++) grams.push(token.slice(i, i + size));
  return grams;
}

/**
 * The comparable form of a code (order number, tracking number, SKU): folded, upper case, letters and digits only.
 * "ty-12345", "#TY 12345" and "TY12345" are the same code.
 */
export function codeKey(code: string): string {
  return foldText(code)
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .toUpperCase();
}
