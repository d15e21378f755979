import { charGrams, foldText, tokenise, zeroDigits } from "./fold";

/** A sparse vector: bucket → count. */
export type TermCounts = Map<number, number>;

export type HashedGramOptions = {
  /** Number of buckets, a power of two. */
  buckets: number;
  /** Longest run of words that is one feature; 0 for none. */
  wordGrams: number;
  /** Sizes of character runs, taken inside a word with one mark at each edge. */
  charSizes: readonly number[];
  /** First letters of a word, for one and two words in a row: a stem of Turkish and Russian words; 0 for none. */
  prefixSize?: number;
  /** Names of what the words are about, each counted as three features, or none. */
  topicsOf?: (words: readonly string[]) => string[];
  /** What follows is not read: a classifier learns nothing more from the third page. */
  maxCharacters: number;
};

/** A topic is one feature beside a hundred of characters, so it is counted more than once. */
const COPIES = ["a", "b", "c", "d", "e", "f"] as const;

/** FNV-1a over UTF-16 code units, 32 bits. */
export function fnv1a(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Counts hashed word and character runs of a text, folded and with digits as 0.
 * Collisions are accepted: with 2^16 buckets and short messages they cost less than a vocabulary would.
 */
export function hashedGrams(text: string, options: HashedGramOptions): TermCounts {
  const words = tokenise(zeroDigits(foldText(text)).slice(0, options.maxCharacters));
  const counts: TermCounts = new Map();
  const mask = options.buckets - 1;
  const add = (feature: string) => {
    // The high half is mixed in: the low bits of FNV alone are poor for strings of two or three letters.
    const hash = fnv1a(feature);
    const bucket = (hash ^ (hash >>> 15)) & mask;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  };
  for (const [index, word] of words.entries()) {
    for (let length = 1; length <= options.wordGrams && index + length <= words.length; length++) {
      add(`w${words.slice(index, index + length).join(" ")}`);
    }
    if (options.prefixSize) {
      const stem = word.slice(0, options.prefixSize);
      add(`p${stem}`);
      const next = words[index + 1];
      if (next) add(`p${stem} ${next.slice(0, options.prefixSize)}`);
    }
    const marked = `<${word}>`;
    for (const size of options.charSizes) {
      if (marked.length >= size) for (const gram of charGrams(marked, size)) add(`c${gram}`);
    }
  }
  for (const topic of options.topicsOf?.(words) ?? []) {
    for (const copy of COPIES) add(`k${copy}${topic}`);
  }
  return counts;
}
