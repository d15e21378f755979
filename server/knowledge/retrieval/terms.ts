import { charGrams, foldText, prefix, tokenise } from "@/lib/text/fold";
import { isFunctionWord, synonymsOf } from "./words";

/**
 * What a text is found by: beginnings of its words (three, four and five letters) and runs of three and four characters,
 * all ASCII-folded, so that suffixes and missing Turkish letters change little. Found on development sets, none of
 * which is in the repository: against first-five-letter prefixes and 4-grams alone this is worth three points of
 * recall@1 on passages.
 */

const PREFIX_LETTERS = 5;
/** Shorter beginnings find short words under their suffixes: "su" and "kule" in "suyun" and "kulede". */
const SHORT_PREFIXES = [3, 4] as const;
const GRAMS = [3, 4] as const;
/** Marks of their own, so that a run never meets a word of the same letters. */
const GRAM_MARK = "~";
const SHORT_MARK = "^";
const SHORT_WEIGHT = 0.5;
/** All runs of a word together, beside 1 for its beginning; a long word says a little more than a short one. */
const GRAMS_WEIGHT = 1.6;
const GRAMS_POWER = 0.3;
const USUAL_GRAMS = 6;
/** Runs further from a word's beginning are suffixes more often than not. */
const GRAM_DECAY = 0.9;
/** "Nerede", "kaç", "how": enough to tell two entries about the same thing apart. */
const FUNCTION_WORD_WEIGHT = 0.7;
/** A built-in synonym's beginning, beside 1 for the word's own. */
const SYNONYM_WEIGHT = 0.3;
/** A word that the workspace calls the same, beside 1 for the word itself. */
const OWN_SYNONYM_WEIGHT = 0.8;
/** Final consonants that soften before a vowel: kitap/kitabı, köpük/köpüğü, kanat/kanadı. */
const HARD: Readonly<Record<string, string>> = { b: "p", d: "t", g: "k" };
const LETTERS_THAT_SOFTEN = 4;
/** What a question says of its entry, against its answer and its tags. Whole numbers: the index packs them. */
export const FIELD_WEIGHTS = { question: 3, tags: 2, answer: 1 } as const;

export type TermWeights = ReadonlyMap<string, number>;

export type QueryWord = {
  own: TermWeights;
  /** Each word that the workspace calls the same, by its terms. */
  same: readonly TermWeights[];
};

export type Query = {
  words: readonly QueryWord[];
  /** Built-in synonyms: a little help, never a match of their own. */
  hints: TermWeights;
};

/** Folded word → the folded words that the workspace means the same by, itself left out. */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

export const noSynonyms: Synonyms = new Map();

/** The terms of a text with their counts. Function words have no runs, and `keepsFunctionWords: false` has none. */
export function indexTerms(text: string, keepsFunctionWords = true): Map<string, number> {
  const terms = new Map<string, number>();
  for (const word of tokenise(foldText(text))) {
    const isFunction = isFunctionWord(word);
    if (isFunction && !keepsFunctionWords) continue;
    count(terms, begin(word, PREFIX_LETTERS), 1);
    if (isFunction) continue;
    for (const letters of SHORT_PREFIXES) {
      if (word.length >= letters) count(terms, SHORT_MARK + begin(word, letters), 1);
    }
    for (const { gram } of gramsOf(word)) count(terms, gram, 1);
  }
  return terms;
}

/**
 * The weighted terms of a FAQ entry as asked by one of its questions. How something is asked is compared with questions
 * only: in an answer "hangi" and "ne zaman" are rare and would count for much.
 */
export function faqTerms(entry: {
  question: string;
  answer: string;
  tags?: readonly string[];
}): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (found: TermWeights, weight: number) => {
    for (const [term, times] of found) count(terms, term, times * weight);
  };
  add(indexTerms(entry.question), FIELD_WEIGHTS.question);
  add(indexTerms((entry.tags ?? []).join(" ")), FIELD_WEIGHTS.tags);
  add(indexTerms(entry.answer, false), FIELD_WEIGHTS.answer);
  return terms;
}

/**
 * What to look up for a question, word by word. A question of function words alone looks nothing up: "ne kadar" asks
 * for anything.
 */
export function toQuery(question: string, synonyms: Synonyms = noSynonyms): Query {
  const words = tokenise(foldText(question));
  const hints = new Map<string, number>();
  if (words.every(isFunctionWord)) return { words: [], hints };
  const times = new Map<string, number>();
  for (const word of words) count(times, word, 1);
  const own = new Set(words.map((word) => begin(word, PREFIX_LETTERS)));
  for (const term of own) {
    for (const synonym of synonymsOf(term)) {
      const hint = harden(synonym);
      if (!own.has(hint)) hints.set(hint, SYNONYM_WEIGHT);
    }
  }
  return {
    words: [...times].map(([word, weight]) => ({
      own: wordTerms(word, weight),
      same: sameAs(word, synonyms).map((other) => wordTerms(other, weight * OWN_SYNONYM_WEIGHT)),
    })),
    hints,
  };
}

function wordTerms(word: string, weight: number): Map<string, number> {
  const terms = new Map<string, number>();
  if (isFunctionWord(word)) {
    return terms.set(begin(word, PREFIX_LETTERS), weight * FUNCTION_WORD_WEIGHT);
  }
  count(terms, begin(word, PREFIX_LETTERS), weight);
  for (const letters of SHORT_PREFIXES) {
    if (word.length >= letters) count(terms, SHORT_MARK + begin(word, letters), weight * SHORT_WEIGHT);
  }
  const grams = gramsOf(word);
  const total = grams.reduce((sum, gram) => sum + gram.weight, 0);
  const all = weight * GRAMS_WEIGHT * (grams.length / USUAL_GRAMS) ** GRAMS_POWER;
  for (const { gram, weight: share } of grams) count(terms, gram, (all * share) / total);
  return terms;
}

/** Number, possession and case of Turkish nouns, folded: what may follow a word of three letters or fewer. */
const NOUN_ENDING =
  /^(?:l[ae]r)?(?:[iu]?[mn](?:[iu]z)?|s?[iu])?(?:n?[iu]n|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|[yn]?[iu])?$/;
export const isNounEnding = (letters: string): boolean => NOUN_ENDING.test(letters);
/** After a longer word any ending of so many letters is let pass: plurals and cases of other languages. */
const LONGER_FROM = 4;
const ENDING_LETTERS = 3;

/** A suffix hides no synonym: "kolim" and "notunuz" are found by "koli" and "not". */
function sameAs(word: string, synonyms: Synonyms): readonly string[] {
  if (synonyms.size === 0) return [];
  for (let length = word.length; length >= 2; length--) {
    const found = synonyms.get(word.slice(0, length));
    if (!found) continue;
    const isShortEnd = length >= LONGER_FROM && word.length - length <= ENDING_LETTERS;
    if (isShortEnd || isNounEnding(word.slice(length))) return found;
  }
  return [];
}

function gramsOf(word: string): { gram: string; weight: number }[] {
  return GRAMS.flatMap((size) =>
    charGrams(word, size).map((gram, place) => ({ gram: GRAM_MARK + gram, weight: GRAM_DECAY ** place })),
  );
}

/** The first letters of a folded word, which its suffixes leave alone. */
export const beginning = (word: string): string => begin(word, PREFIX_LETTERS);

const begin = (word: string, letters: number): string => harden(prefix(word, letters));

function harden(start: string): string {
  const hard = start.length >= LETTERS_THAT_SOFTEN ? HARD[start.slice(-1)] : undefined;
  return hard ? start.slice(0, -1) + hard : start;
}

function count(terms: Map<string, number>, term: string, by: number): void {
  terms.set(term, (terms.get(term) ?? 0) + by);
}
