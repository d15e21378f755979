import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText } from "@/lib/text/fold";
import { Bm25Index, faqTerms, indexTerms, type Posting, queryTerms, rank, termsLength } from "./bm25";

const readTable = (name: string) =>
  readFileSync(new URL(`retrieval/data/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));

/** An electronics shop: 64 entries. */
const entries = readTable("faq.tr.tsv").map(([id, question, answer]) => ({
  id: id!,
  question: question!,
  answer: answer!,
}));
/**
 * near: asked in other words, but with the thing's name, as most customers do; far: hardly a word in common;
 * none: the knowledge has no answer.
 */
const questions = readTable("questions.tr.tsv").map(([id, kind, text]) => ({
  id: id!,
  kind: kind as "near" | "far" | "none",
  text: text!,
}));
const near = questions.filter(({ kind }) => kind === "near");
const far = questions.filter(({ kind }) => kind === "far");

function indexOf(rows: readonly (typeof entries)[number][]): Bm25Index {
  const index = new Bm25Index();
  for (const { id, ...entry } of rows) index.set(id, faqTerms(entry));
  return index;
}

const index = indexOf(entries);

function recall(
  asked: typeof questions,
  at: number,
  write: (text: string) => string = (text) => text,
): number {
  const found = asked.filter(({ id, text }) =>
    index.search(write(text), at).some(({ rowId }) => rowId === id),
  );
  return found.length / asked.length;
}

describe("retrieval from a Turkish shop's questions and answers", () => {
  test("the set is large enough and no question is an entry's own", () => {
    expect(entries.length).toBeGreaterThanOrEqual(60);
    expect(near.length + far.length).toBeGreaterThanOrEqual(120);
    const own = new Set(entries.map(({ question }) => foldText(question)));
    expect(questions.filter(({ text }) => own.has(foldText(text)))).toEqual([]);
  });

  test("asked with the thing's name: recall@1 of at least 94 %, recall@5 of at least 98 %", () => {
    expect(recall(near, 1)).toBeGreaterThanOrEqual(0.94);
    expect(recall(near, 5)).toBeGreaterThanOrEqual(0.98);
  });

  test("asked in entirely other words: recall@1 of at least 44 %, recall@5 of at least 70 %", () => {
    expect(recall(far, 1)).toBeGreaterThanOrEqual(0.44);
    expect(recall(far, 5)).toBeGreaterThanOrEqual(0.7);
  });

  test("typed in ASCII or in capitals it finds exactly the same", () => {
    for (const { text } of questions) {
      const rows = index.search(text);
      expect(index.search(foldText(text))).toEqual(rows);
      expect(index.search(text.toLocaleUpperCase("tr"))).toEqual(rows);
    }
  });

  test("confidence means what it says: from 0.7 on at least 92 % are right, from 0.85 on 95 %", () => {
    const best = questions.map(({ id, text }) => ({ id, row: index.search(text)[0] }));
    for (const [bar, share] of [
      [0.7, 0.92],
      [0.85, 0.95],
    ] as const) {
      const sure = best.filter(({ row }) => (row?.normalised ?? 0) >= bar);
      const right = sure.filter(({ id, row }) => row?.rowId === id);
      expect(right.length / sure.length).toBeGreaterThanOrEqual(share);
    }
  });

  const sure = (asked: typeof questions, from: Bm25Index) =>
    asked.filter(({ id, text }) => {
      const [best] = from.search(text);
      return best !== undefined && best.normalised >= 0.7 && (id === "-" || best.rowId === id);
    }).length / asked.length;

  test("from 0.7 on, three in four ordinary questions are answered and hardly a strange one is", () => {
    expect(sure(near, index)).toBeGreaterThanOrEqual(0.75);
    expect(
      sure(
        questions.filter(({ kind }) => kind === "none"),
        index,
      ),
    ).toBeLessThanOrEqual(0.025);
  });

  test.each([1, 4, 8, 16])(
    "a knowledge of %i entries is as sure of its own and as wary of others",
    (size) => {
      const shares: number[] = [];
      let strange = 0;
      for (let start = 0; start < entries.length; start += size) {
        const rows = entries.slice(start, start + size);
        const small = indexOf(rows);
        const isOwn = ({ id }: { id: string }) => rows.some((row) => row.id === id);
        shares.push(sure(near.filter(isOwn), small));
        const others = questions.filter((question) => !isOwn(question));
        strange +=
          others.filter(({ text }) => (small.search(text)[0]?.normalised ?? 0) >= 0.7).length / others.length;
      }
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.7);
      expect(strange / shares.length).toBeLessThanOrEqual(0.01);
    },
  );
});

describe("rank", () => {
  test("from stored terms gives what the index in memory gives", () => {
    const rows = entries.map(({ id, ...entry }) => ({ id, terms: faqTerms(entry) }));
    const lengths = new Map(rows.map(({ id, terms }) => [id, termsLength(terms)]));
    const averageLength = [...lengths.values()].reduce((sum, length) => sum + length, 0) / rows.length;
    for (const { text } of near.slice(0, 20)) {
      const query = queryTerms(text);
      const postings = new Map<string, Posting[]>(
        query.all.map((term) => [
          term,
          rows.flatMap(({ id, terms }) => {
            const weight = terms.get(term);
            return weight === undefined ? [] : [{ rowId: id, weight }];
          }),
        ]),
      );
      const ranked = rank(query, postings, { documents: rows.length, averageLength, lengths });
      const expected = index.search(text);
      expect(ranked.map(({ rowId }) => rowId)).toEqual(expected.map(({ rowId }) => rowId));
      expect(ranked[0]?.score).toBeCloseTo(expected[0]?.score ?? 0, 9);
    }
  });

  test("nothing is found for function words, emoji or an empty question, and in an empty knowledge", () => {
    for (const text of ["", "???", "🙂", "ne kadar", "the", "\u200b"]) expect(index.search(text)).toEqual([]);
    expect(new Bm25Index().search("iade süresi")).toEqual([]);
  });

  test("coverage, confidence and margin stay between 0 and 1 and the best row comes first", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const rows = index.search(text);
        for (const { coverage, normalised, margin } of rows) {
          for (const value of [coverage, normalised, margin]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        }
        expect(rows.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).sort((a, b) => b - a));
      }),
    );
  });

  test("a question of 4,096 characters is ranked in under 50 ms", () => {
    const startedAt = performance.now();
    index.search("kargo ücreti ne kadar acaba ".repeat(150).slice(0, 4_096));
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

describe("the index", () => {
  test("a replaced row answers by its new text only, a deleted one not at all", () => {
    const small = new Bm25Index();
    small.set("a", faqTerms({ question: "Kapıda ödeme var mı?", answer: "Evet." }));
    small.set("a", faqTerms({ question: "Hediye paketi var mı?", answer: "Evet." }));
    expect(small.search("kapıda ödeme")).toEqual([]);
    expect(small.search("hediye paketi")[0]?.rowId).toBe("a");
    small.delete("a");
    small.delete("a");
    expect(small.search("hediye paketi")).toEqual([]);
    expect(small.size).toBe(0);
  });

  test("terms are folded prefixes of five letters and marked runs of four", () => {
    expect([...indexTerms("İADE kargosu")]).toEqual([
      ["iade", 1],
      ["~iade", 1],
      ["kargo", 1],
      ["~karg", 1],
      ["~argo", 1],
      ["~rgos", 1],
      ["~gosu", 1],
    ]);
  });

  test("a question's word weighs three times an answer's", () => {
    const terms = faqTerms({ question: "taksit", answer: "taksit fatura", tags: ["ödeme"] });
    expect(terms.get("taksi")).toBe(4);
    expect(terms.get("fatur")).toBe(1);
    expect(terms.get("odeme")).toBe(2);
  });
});
