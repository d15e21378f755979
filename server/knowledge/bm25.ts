import type { Query, TermWeights } from "./retrieval/terms";

/**
 * Okapi BM25 in memory over the terms of `retrieval/terms.ts`. A row may have several documents (an entry with several
 * questions): it is as near as the nearest of them.
 */

/** Term saturation and length normalisation of BM25. */
const K1 = 1.2;
const B = 0.6;
/** Imagined documents that have no term, so that a word is rare and a match is sure in a knowledge of three entries too. */
const BACKGROUND_DOCUMENTS = 50;
/** A posting is one small integer: the document's number and its weight beside it. */
const WEIGHT_BITS = 6;
const MOST_WEIGHT = 2 ** WEIGHT_BITS - 1;
/** In a large knowledge a term that so many documents have tells them apart by next to nothing, and costs the most. */
const COMMON_SHARE = 0.35;
const LARGE_FROM = 1_000;
/** Nearest documents that are looked at for rows: an entry has at most 21. */
const MOST_DOCUMENTS = 128;
/** Documents that were taken out stay in the postings until they are this share of all. */
const SWEEP_SHARE = 0.25;
const SWEEP_LEAST = 32;

const none = new Float64Array(0);

export type RankedRow = {
  rowId: string;
  /** BM25 of the nearest document. */
  score: number;
  /** The part of what the question could have scored, 0–1. */
  coverage: number;
};

type Document = { rowId: string; length: number };

export class Bm25Index {
  readonly #postings = new Map<string, number[]>();
  /** By number; null where one was taken out. */
  #documents: (Document | null)[] = [];
  readonly #numbers = new Map<string, number[]>();
  #gone = 0;
  #totalLength = 0;
  #scores = new Float64Array(0);
  /** What each document's length does to its terms; empty after a change, for the mean length changes it for all. */
  #dampings = none;

  /** Rows, however many documents each has. */
  get size(): number {
    return this.#numbers.size;
  }

  /** Postings held: what its memory goes by. */
  get weight(): number {
    let postings = 0;
    for (const list of this.#postings.values()) postings += list.length;
    return postings;
  }

  /** Adds a row by the terms of its documents, or replaces it. */
  set(rowId: string, documents: readonly TermWeights[]): void {
    this.delete(rowId);
    const numbers = documents.map((terms) => this.#add(rowId, terms));
    if (numbers.length > 0) this.#numbers.set(rowId, numbers);
  }

  delete(rowId: string): void {
    const numbers = this.#numbers.get(rowId);
    if (!numbers) return;
    for (const number of numbers) {
      this.#totalLength -= this.#documents[number]?.length ?? 0;
      this.#documents[number] = null;
    }
    this.#dampings = none;
    this.#gone += numbers.length;
    this.#numbers.delete(rowId);
    if (this.#gone > SWEEP_LEAST && this.#gone > this.#documents.length * SWEEP_SHARE) this.#sweep();
  }

  /**
   * The rows nearest to a question, best first.
   *
   * @param without rows that are looked past, as if they were not there
   */
  search(query: Query, limit = 5, without: (rowId: string) => boolean = () => false): RankedRow[] {
    const { best, scores, touched } = this.#score(query);
    const nearest: [string, number][] = [];
    for (const number of touched) {
      const score = scores[number]!;
      scores[number] = 0;
      if (score === 0 || (nearest.length === MOST_DOCUMENTS && score < nearest.at(-1)![1])) continue;
      const document = this.#documents[number];
      if (document && !without(document.rowId)) keep(nearest, [document.rowId, score]);
    }
    const ranked = new Map<string, number>();
    for (const [rowId, score] of nearest) {
      if (ranked.size === limit && !ranked.has(rowId)) break;
      if (!ranked.has(rowId)) ranked.set(rowId, score);
    }
    return [...ranked].map(([rowId, score]) => ({
      rowId,
      score,
      coverage: best > 0 ? Math.min(1, score / best) : 0,
    }));
  }

  #add(rowId: string, terms: TermWeights): number {
    const number = this.#documents.length;
    let length = 0;
    for (const [term, weight] of terms) {
      const whole = Math.min(MOST_WEIGHT, Math.round(weight));
      length += whole;
      const posting = (number << WEIGHT_BITS) | whole;
      const list = this.#postings.get(term);
      if (list) list.push(posting);
      else this.#postings.set(term, [posting]);
    }
    this.#documents.push({ rowId, length });
    this.#totalLength += length;
    this.#dampings = none;
    return number;
  }

  #score(query: Query) {
    if (this.#scores.length < this.#documents.length) {
      this.#scores = new Float64Array(Math.ceil(this.#documents.length * 1.5));
    }
    if (this.#dampings.length === 0) this.#damp();
    const scores = this.#scores;
    const touched: number[] = [];
    const add = (terms: TermWeights): number => {
      let most = 0;
      for (const [term, weight] of terms) most += this.#addTerm(term, weight, scores, touched);
      return most;
    };
    let best = 0;
    for (const { own, same } of query.words) {
      // A term that no row has counts as the rarest one: the question speaks of something else. Words that mean the
      // same are as rare as the commonest of them.
      const most = add(own);
      best += same.reduce((least, terms) => Math.min(least, add(terms)), most);
    }
    add(query.hints);
    return { best, scores, touched };
  }

  /** Adds a term's part to every document that has it; returns the most it could have added. */
  #addTerm(term: string, weight: number, scores: Float64Array, touched: number[]): number {
    const postings = this.#postings.get(term);
    const frequency = postings?.length ?? 0;
    const live = this.#documents.length - this.#gone;
    const documents = Math.max(live, frequency) + BACKGROUND_DOCUMENTS;
    const rarity = weight * Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)) * (K1 + 1);
    if (!postings) return rarity;
    if (live > LARGE_FROM && frequency > live * COMMON_SHARE) return 0;
    const dampings = this.#dampings;
    for (const posting of postings) {
      const number = posting >> WEIGHT_BITS;
      const times = posting & MOST_WEIGHT;
      const before = scores[number]!;
      if (before === 0) touched.push(number);
      scores[number] = before + (rarity * times) / (times + dampings[number]!);
    }
    return rarity;
  }

  #damp(): void {
    const average = this.#totalLength / Math.max(1, this.#documents.length - this.#gone) || 1;
    const damping = (length: number) => K1 * (1 - B + (B * length) / average);
    this.#dampings = Float64Array.from(this.#documents, (document) => damping(document?.length ?? 0));
  }

  /** Writes the postings anew without the documents that were taken out. */
  #sweep(): void {
    const renumbered: number[] = [];
    const documents: Document[] = [];
    for (const document of this.#documents) {
      renumbered.push(document ? documents.length : -1);
      if (document) documents.push(document);
    }
    for (const [term, postings] of this.#postings) {
      const kept = postings.flatMap((posting) => {
        const number = renumbered[posting >> WEIGHT_BITS] ?? -1;
        return number < 0 ? [] : [(number << WEIGHT_BITS) | (posting & MOST_WEIGHT)];
      });
      if (kept.length > 0) this.#postings.set(term, kept);
      else this.#postings.delete(term);
    }
    for (const [rowId, numbers] of this.#numbers) {
      this.#numbers.set(
        rowId,
        numbers.map((number) => renumbered[number] ?? -1),
      );
    }
    this.#documents = documents;
    this.#gone = 0;
  }
}

/** Puts a document among the nearest, best first; equal ones by their id, so that the order is always the same. */
function keep(nearest: [string, number][], candidate: [string, number]): void {
  const [rowId, score] = candidate;
  let place = nearest.length;
  while (place > 0) {
    const [otherId, other] = nearest[place - 1]!;
    if (other > score || (other === score && otherId <= rowId)) break;
    place--;
  }
  nearest.splice(place, 0, candidate);
  if (nearest.length > MOST_DOCUMENTS) nearest.pop();
}
