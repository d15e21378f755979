import { foldText } from "@/lib/text/fold";
import file from "./data/concepts.json";

/** Concepts of each beginning of a word, in four languages: "geri", "refund" and "возврат" are about one thing. */
type Concepts = ReadonlyMap<string, readonly string[]>;

/** Reads concept → language → beginnings of words, with spaces between. */
function indexConcepts(file: Record<string, Record<string, string>>): Concepts {
  const index = new Map<string, string[]>();
  for (const [concept, languages] of Object.entries(file)) {
    for (const stem of foldText(Object.values(languages).join(" ")).split(" ")) {
      const known = index.get(stem) ?? [];
      if (!known.includes(concept)) index.set(stem, [...known, concept]);
    }
  }
  return index;
}

/** Arabic writes "the", "and", "for", "with" onto the word. */
const ARABIC_PREFIX = /^(?:وال|بال|لل|فال|ال|و|ب|ل|ت|ي|ن|ا)/u;

let concepts: Concepts | undefined;

/** What folded words are about, by their beginnings; the longest beginning counts. */
export function findConcepts(words: readonly string[]): string[] {
  concepts ??= indexConcepts(file);
  const known = concepts;
  return words.flatMap((word) => {
    const found = longest(word, known);
    if (found || !/^\p{Script=Arabic}/u.test(word)) return found ?? [];
    return longest(word.replace(ARABIC_PREFIX, ""), known) ?? [];
  });
}

function longest(word: string, concepts: Concepts): readonly string[] | undefined {
  for (let length = Math.min(word.length, 10); length >= 2; length--) {
    const stem = word.slice(0, length);
    const found = concepts.get(stem);
    // A short beginning is a whole word: "tl" is money, "tlf" is not.
    if (found && (length >= 3 || length === word.length)) return found;
  }
  return undefined;
}
