import { type HashedGramOptions, hashedGrams, type TermCounts } from "@/lib/text/hashing";
import { findConcepts } from "./concepts";
import type { SparseVector } from "./linear-svm";

/** Hashed words and stems (1–2) and characters (3–5): on Turkish as accurate typed in ASCII as with its letters. */
export const INTENT_GRAMS: HashedGramOptions = {
  buckets: 262_144,
  wordGrams: 2,
  prefixSize: 5,
  charSizes: [3, 4, 5],
  topicsOf: findConcepts,
  maxCharacters: 1_000,
};

export function countIntentTerms(text: string): TermCounts {
  return hashedGrams(text, INTENT_GRAMS);
}

/**
 * tf-log · idf with unit length, over the features that the model knows.
 *
 * @param lookUp feature of a bucket, or −1 when the model does not know it
 */
export function toVector(
  counts: TermCounts,
  lookUp: (bucket: number) => number,
  idf: Float32Array,
): SparseVector {
  const indices: number[] = [];
  const values: number[] = [];
  let squares = 0;
  for (const [bucket, count] of counts) {
    const feature = lookUp(bucket);
    if (feature < 0) continue;
    const value = (1 + Math.log(count)) * idf[feature]!;
    indices.push(feature);
    values.push(value);
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  return { indices: Uint32Array.from(indices), values: Float32Array.from(values, (value) => value / length) };
}
