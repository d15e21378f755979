import { foldText, tokenise } from "@/lib/text/fold";
import type { Synonyms } from "./retrieval/terms";

/** Groups of words as a question is read with them: each word leads to the others of all its groups, folded. */
export function toSynonyms(groups: readonly (readonly string[])[]): Synonyms {
  const found = new Map<string, Set<string>>();
  for (const group of groups) {
    const words = new Set(group.flatMap((word) => tokenise(foldText(word))));
    for (const word of words) {
      const others = found.get(word) ?? new Set<string>();
      for (const other of words) if (other !== word) others.add(other);
      found.set(word, others);
    }
  }
  return new Map([...found].map(([word, others]) => [word, [...others]]));
}

/** Words as stored: trimmed, without empty ones and without the same word twice, however it is typed. */
export function tidySynonyms(words: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const word of words.map((word) => word.trim()).filter(Boolean)) {
    const key = synonymKey(word) ?? word;
    if (!found.has(key)) found.set(key, word);
  }
  return [...found.values()];
}

/** How words are compared; null for what is not one single word. */
export function synonymKey(word: string): string | null {
  const [first, ...more] = tokenise(foldText(word));
  return first !== undefined && more.length === 0 ? first : null;
}
