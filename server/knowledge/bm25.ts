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
/** Documents that were taken out stay in the postings until they are this share of all. */
const SWEEP_SHARE = 0.25;
const SWEEP_LEAST = 32;

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
    const nearest = new Map<string, number>();
    for (const number of touched) {
      const score = scores[number] ?? 0;
      scores[number] = 0;
      const document = this.#documents[number];
      if (!document || score <= (nearest.get(document.rowId) ?? 0) || without(document.rowId)) continue;
      nearest.set(document.rowId, score);
    }
    return keepBest(nearest, limit).map(([rowId, score]) => ({
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
      const posting = number * 2 ** WEIGHT_BITS + whole;
      const list = this.#postings.get(term);
      if (list) list.push(posting);
      else this.#postings.set(term, [posting]);
    }
    this.#documents.push({ rowId, length });
    this.#totalLength += length;
    return number;
  }

  #score(query: Query) {
    if (this.#scores.length < this.#documents.length) {
      this.#scores = new Float64Array(Math.ceil(this.#documents.length * 1.5));
    }
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
    const average = this.#totalLength / Math.max(1, live) || 1;
    const fixed = K1 * (1 - B);
    const byLength = (K1 * B) / average;
    for (const posting of postings) {
      const number = Math.floor(posting / 2 ** WEIGHT_BITS);
      const document = this.#documents[number];
      if (!document) continue;
      const times = posting % 2 ** WEIGHT_BITS;
      const before = scores[number] ?? 0;
      if (before === 0) touched.push(number);
      scores[number] = before + (rarity * times) / (times + fixed + byLength * document.length);
    }
    return rarity;
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
        const number = renumbered[Math.floor(posting / 2 ** WEIGHT_BITS)] ?? -1;
        return number < 0 ? [] : [number * 2 ** WEIGHT_BITS + (posting % 2 ** WEIGHT_BITS)];
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

/** The `limit` best, best first; equal ones by their id, so that the order is always the same. */
function keepBest(scores: ReadonlyMap<string, number>, limit: number): [string, number][] {
  const kept: [string, number][] = [];
  const isBefore = (a: [string, number], b: [string, number]) =>
    a[1] > b[1] || (a[1] === b[1] && a[0] < b[0]);
  for (const candidate of scores) {
    const last = kept.at(-1);
    if (kept.length === limit && last && !isBefore(candidate, last)) continue;
    let place = kept.length;
    while (place > 0 && isBefore(candidate, kept[place - 1]!)) place--;
    kept.splice(place, 0, candidate);
    if (kept.length > limit) kept.pop();
  }
  return kept;
}
