import { charGrams, foldText, prefix, tokenise } from "@/lib/text/fold";
import { isFunctionWord, synonymsOf } from "./retrieval/words";

/**
 * Retrieval over the words of customers: Okapi BM25 on first-five-letter prefixes and character 4-grams, both folded,
 * in one index. On Turkish this finds as much typed in ASCII as with Turkish letters, which a stemmer does not.
 * What matters for questions as short as customers' (64 entries, 128 questions, recall@1): no grams of function words
 * (87.5 → 91 %), and the same weight for every other word of the question, however many grams it has (→ 96 %).
 * Pure: rows are stored and fetched by others.
 */

/** Term saturation and length normalisation of BM25. */
const K1 = 1.2;
const B = 0.75;
const PREFIX_LETTERS = 5;
const GRAM_LETTERS = 4;
/** Grams have a mark of their own, so that they never meet a word of the same letters. */
const GRAM_MARK = "~";
/** Imagined rows that have no term, so that a word is rare and a match is sure in a knowledge of three entries too. */
const BACKGROUND_DOCUMENTS = 50;
/** A word of the question weighs this much by its grams, all together, beside 1 for its prefix. */
const GRAMS_WEIGHT = 3;
/** "Nerede", "kaç", "how": enough to tell two entries about the same thing apart. */
const FUNCTION_WORD_WEIGHT = 0.7;
/** A synonym's prefix, beside 1 for the word's own. */
const SYNONYM_WEIGHT = 0.3;
const CONFIDENCE = { offset: -2.06, coverage: 4.43, margin: 12.25 };
const MOST_PER_COVERAGE = 2;
/** What a question says of its entry, against its answer and its tags. */
export const FAQ_WEIGHTS = { question: 3, tags: 2, answer: 1 } as const;

export type TermWeights = ReadonlyMap<string, number>;

export type QueryTerms = {
  own: TermWeights;
  synonyms: TermWeights;
  /** Every term whose postings `rank` wants. */
  all: readonly string[];
};

/** One row of the terms table: a term occurs in `rowId` with a weight (its count, times the weight of its field). */
export type Posting = { rowId: string; weight: number };

export type CollectionStats = {
  /** Rows in the collection. */
  documents: number;
  /** Mean length; a row's length is the sum of its weights. */
  averageLength: number;
  lengths: ReadonlyMap<string, number>;
};

export type RankedRow = {
  rowId: string;
  /** BM25. */
  score: number;
  /** The part of what the question could have scored, 0–1. */
  coverage: number;
  /** The probability that this row answers the question, fitted on the evaluation set: 0–1. */
  normalised: number;
  /** How far it is ahead of the next row, in coverage. */
  margin: number;
};

/** The terms of a text with their counts, as stored in the terms table. Function words have no grams. */
export function indexTerms(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  for (const word of tokenise(foldText(text))) {
    count(terms, prefix(word, PREFIX_LETTERS), 1);
    for (const gram of gramsOf(word)) count(terms, gram, 1);
  }
  return terms;
}

/**
 * What to look up for a question, with weights: every word counts the same, a synonym and a function word less.
 * A question of function words alone looks nothing up: "ne kadar" asks for anything.
 */
export function queryTerms(question: string): QueryTerms {
  const own = new Map<string, number>();
  const synonyms = new Map<string, number>();
  const words = tokenise(foldText(question));
  if (words.every(isFunctionWord)) return { own, synonyms, all: [] };
  for (const word of words) {
    const grams = gramsOf(word);
    count(own, prefix(word, PREFIX_LETTERS), isFunctionWord(word) ? FUNCTION_WORD_WEIGHT : 1);
    for (const gram of grams) count(own, gram, GRAMS_WEIGHT / grams.length);
  }
  for (const term of own.keys()) {
    if (term.startsWith(GRAM_MARK)) continue;
    for (const synonym of synonymsOf(term)) if (!own.has(synonym)) synonyms.set(synonym, SYNONYM_WEIGHT);
  }
  return { own, synonyms, all: [...own.keys(), ...synonyms.keys()] };
}

/** The weighted terms of a FAQ entry: its question says most. */
export function faqTerms(entry: {
  question: string;
  answer: string;
  tags?: readonly string[];
}): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const [term, times] of indexTerms(text)) count(terms, term, times * weight);
  };
  add(entry.question, FAQ_WEIGHTS.question);
  add((entry.tags ?? []).join(" "), FAQ_WEIGHTS.tags);
  add(entry.answer, FAQ_WEIGHTS.answer);
  return terms;
}

/** The length of a row as `CollectionStats` wants it. */
export function termsLength(terms: TermWeights): number {
  let length = 0;
  for (const weight of terms.values()) length += weight;
  return length;
}

/**
 * Ranks the rows that share a term with the question, best first.
 *
 * @param query    of `queryTerms(question)`
 * @param postings per term of `query.all`, all rows of the collection that have it; terms without rows may be missing
 */
export function rank(
  query: QueryTerms,
  postings: ReadonlyMap<string, readonly Posting[]>,
  stats: CollectionStats,
  limit = 5,
): RankedRow[] {
  const scores = new Map<string, number>();
  const documents = stats.documents + BACKGROUND_DOCUMENTS;
  const addTerm = (term: string, termWeight: number): number => {
    const rows = postings.get(term) ?? [];
    const rarity = termWeight * Math.log(1 + (documents - rows.length + 0.5) / (rows.length + 0.5));
    for (const { rowId, weight } of rows) {
      const length = stats.lengths.get(rowId) ?? stats.averageLength;
      const damping = K1 * (1 - B + B * (length / (stats.averageLength || 1)));
      scores.set(rowId, (scores.get(rowId) ?? 0) + (rarity * weight * (K1 + 1)) / (weight + damping));
    }
    return rarity * (K1 + 1);
  };
  let best = 0;
  // A term that no row has counts as the rarest one: the question speaks of something else.
  for (const [term, weight] of query.own) best += addTerm(term, weight);
  for (const [term, weight] of query.synonyms) addTerm(term, weight);

  const ranked = [...scores]
    .map(([rowId, score]) => ({ rowId, score, coverage: Math.min(1, score / best) }))
    .sort((a, b) => b.score - a.score || (a.rowId < b.rowId ? -1 : 1));
  return ranked.slice(0, limit).map((row, i) => {
    const margin = row.coverage - (ranked[i + 1]?.coverage ?? 0);
    return { ...row, margin, normalised: toProbability(row.coverage, margin) };
  });
}

/**
 * Is the row the right one? Logistic regression on 500 labelled questions to two shops, one of them in retrieval/data;
 * but a row that meets little of the question is never sure, however far ahead: in a small knowledge nothing competes.
 */
function toProbability(coverage: number, margin: number): number {
  const { offset, coverage: byCoverage, margin: byMargin } = CONFIDENCE;
  const fitted = 1 / (1 + Math.exp(-(offset + byCoverage * coverage + byMargin * margin)));
  return Math.min(fitted, MOST_PER_COVERAGE * coverage);
}

/** The same in memory: for a workspace's cached knowledge, evaluations and tests. */
export class Bm25Index {
  readonly #postings = new Map<string, Map<string, number>>();
  readonly #rows = new Map<string, TermWeights>();
  readonly #lengths = new Map<string, number>();
  #totalLength = 0;

  get size(): number {
    return this.#rows.size;
  }

  /** Adds a row, or replaces it. */
  set(rowId: string, terms: TermWeights): void {
    this.delete(rowId);
    const length = termsLength(terms);
    this.#rows.set(rowId, terms);
    this.#lengths.set(rowId, length);
    this.#totalLength += length;
    for (const [term, weight] of terms) {
      const rows = this.#postings.get(term) ?? new Map<string, number>();
      rows.set(rowId, weight);
      this.#postings.set(term, rows);
    }
  }

  delete(rowId: string): void {
    const terms = this.#rows.get(rowId);
    if (!terms) return;
    for (const term of terms.keys()) {
      const rows = this.#postings.get(term);
      rows?.delete(rowId);
      if (rows?.size === 0) this.#postings.delete(term);
    }
    this.#totalLength -= this.#lengths.get(rowId) ?? 0;
    this.#lengths.delete(rowId);
    this.#rows.delete(rowId);
  }

  search(question: string, limit = 5): RankedRow[] {
    const query = queryTerms(question);
    const postings = new Map<string, Posting[]>();
    for (const term of query.all) {
      const rows = this.#postings.get(term);
      if (rows)
        postings.set(
          term,
          [...rows].map(([rowId, weight]) => ({ rowId, weight })),
        );
    }
    const documents = this.#rows.size;
    return rank(
      query,
      postings,
      { documents, averageLength: documents ? this.#totalLength / documents : 0, lengths: this.#lengths },
      limit,
    );
  }
}

function gramsOf(word: string): string[] {
  return isFunctionWord(word) ? [] : charGrams(word, GRAM_LETTERS).map((gram) => GRAM_MARK + gram);
}

function count(terms: Map<string, number>, term: string, by: number): void {
  terms.set(term, (terms.get(term) ?? 0) + by);
}
