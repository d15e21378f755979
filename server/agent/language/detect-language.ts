import { cleanText, foldText, tokenise } from "@/lib/text/fold";
import languageModel from "./language.model.generated.json";
import {
  type LanguageModel,
  languageMargin,
  turkishProbability,
  unpackLanguageModel,
} from "./language-model";
import { type Language, languageOfTag } from "./languages";

export type DetectLanguageOptions = {
  /** The conversation's language so far; it stays unless the message says clearly otherwise. */
  previous?: Language | null;
  /** The platform's hint, e.g. Telegram's `language_code`. */
  hint?: string | null;
  /** The workspace's first language; Turkish when it is not given. */
  fallback?: Language;
};

export type DetectedLanguage = {
  language: Language;
  /** 0–1, of the text itself; 0 when the text said nothing and something else decided. */
  confidence: number;
  /** What decided. */
  from: "text" | "previous" | "hint" | "fallback";
};

/** Words that every language here borrows: they say nothing about the writer's. */
const NEUTRAL = new Set(
  (
    "ok okay okey oki hmm hm mm haha hahaha ahaha lol xd sms dhl ups fedex ptt aras mng instagram whatsapp telegram " +
    "mail email pdf iban bot start stop help vip online link url pin xs xl xxl xxxl www http https com tr net usd eur " +
    "tl try id no nr bravo super"
  ).split(" "),
);

/** Below this the text alone does not choose a language. */
const SURE = 0.6;
/** A conversation changes its language only above this, and only for more than one word. */
const CLEAR = 0.9;
const CLEAR_FOR_ONE_WORD = 0.97;

let model: LanguageModel | undefined;

/**
 * The language of a message: by script for Russian and Arabic, by a linear character model for Turkish (typed with
 * or without its letters) against English. Sticky: numbers, codes, emoji and words like "ok" keep the previous
 * language, or else the hint's, or else the fallback.
 */
export function detectLanguage(
  text: string,
  { previous, hint, fallback = "tr" }: DetectLanguageOptions = {},
): DetectedLanguage {
  const words = wordsThatSpeak(text);
  const guess = guessLanguage(words);
  const confidence = guess?.confidence ?? 0;
  if (guess && previous && guess.language !== previous) {
    const clear = words.length > 1 ? CLEAR : CLEAR_FOR_ONE_WORD;
    if (confidence >= clear) return { ...guess, from: "text" };
  } else if (guess && (previous || confidence >= SURE)) {
    return { ...guess, from: "text" };
  }
  if (previous) return { language: previous, confidence: 0, from: "previous" };
  const hinted = languageOfTag(hint);
  if (hinted) return { language: hinted, confidence: 0, from: "hint" };
  if (guess) return { ...guess, from: "text" };
  return { language: fallback, confidence: 0, from: "fallback" };
}

/** Words without addresses, names with @, codes (anything with a digit) and what every language borrows. */
function wordsThatSpeak(text: string): string[] {
  const plain = cleanText(text)
    .slice(0, 1_000)
    .replace(/https?:\/\/\S+|www\.\S+|(?<!\S)[^\s@]{1,64}@\S+|@\w+|(?<!\S)\/\w+/g, " ")
    .replace(/[\p{L}\p{N}]+(?:[-_/.#][\p{L}\p{N}]+)*/gu, (word) => (/\p{N}/u.test(word) ? " " : word));
  return tokenise(plain).filter((word) => !NEUTRAL.has(foldText(word)));
}

function guessLanguage(words: readonly string[]): { language: Language; confidence: number } | null {
  const letters = words.join("");
  if (letters.length < 3) return null;
  const cyrillic = count(letters, /\p{Script=Cyrillic}/gu) / letters.length;
  const arabic = count(letters, /\p{Script=Arabic}/gu) / letters.length;
  // A Russian or Arabic sentence may hold a Latin brand; a Turkish one hardly ever holds a Russian word.
  if (Math.max(cyrillic, arabic) >= 0.3) {
    return cyrillic >= arabic
      ? { language: "ru", confidence: Math.min(1, 0.5 + cyrillic) }
      : { language: "ar", confidence: Math.min(1, 0.5 + arabic) };
  }
  const latin = words.filter((word) => /\p{Script=Latin}/u.test(word));
  if (latin.join("").length < 3) return null;
  model ??= unpackLanguageModel(languageModel);
  const turkish = turkishProbability(model, languageMargin(model, latin.join(" ")) + turkishLetters(latin));
  return turkish >= 0.5
    ? { language: "tr", confidence: turkish }
    : { language: "en", confidence: 1 - turkish };
}

/** ı, ğ, ş and İ are written in no other language here; ç, ö and ü are borrowed by some. */
function turkishLetters(words: readonly string[]): number {
  const own = words.filter((word) => /[ığşİĞŞ]/.test(word)).length;
  const shared = words.filter((word) => /[çöüÇÖÜ]/.test(word) && !/[ığşİĞŞ]/.test(word)).length;
  return (2 * own + shared) / words.length;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
