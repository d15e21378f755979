import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText } from "@/lib/text/fold";
import { Bm25Index } from "./bm25";
import { toProbability } from "./retrieval/confidence";
import { faqTerms, indexTerms, toQuery } from "./retrieval/terms";
import { toSynonyms } from "./synonym-rules";

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
  for (const { id, ...entry } of rows) index.set(id, [faqTerms(entry)]);
  return index;
}

const index = indexOf(entries);
const ask = (text: string, limit?: number, from = index) => from.search(toQuery(text), limit);
/** The best row, and how surely it is the right one. */
function best(text: string, from = index): { rowId: string; confidence: number } | undefined {
  const [first, second] = ask(text, 2, from);
  if (!first) return undefined;
  const margin = first.coverage - (second?.coverage ?? 0);
  return {
    rowId: first.rowId,
    confidence: toProbability({ coverage: first.coverage, margin }),
  };
}

function recall(
  asked: typeof questions,
  at: number,
  write: (text: string) => string = (text) => text,
): number {
  const found = asked.filter(({ id, text }) => ask(write(text), at).some(({ rowId }) => rowId === id));
  return found.length / asked.length;
}

describe("retrieval from a Turkish shop's questions and answers", () => {
  test("the set is large enough and no question is an entry's own", () => {
    expect(entries.length).toBeGreaterThanOrEqual(60);
    expect(near.length + far.length).toBeGreaterThanOrEqual(120);
    const own = new Set(entries.map(({ question }) => foldText(question)));
    expect(questions.filter(({ text }) => own.has(foldText(text)))).toEqual([]);
  });

  test("asked with the thing's name: recall@1 of at least 95 %, recall@5 of at least 98 %", () => {
    expect(recall(near, 1)).toBeGreaterThanOrEqual(0.95);
    expect(recall(near, 5)).toBeGreaterThanOrEqual(0.98);
  });

  test("asked in entirely other words: recall@1 of at least 48 %, recall@5 of at least 73 %", () => {
    expect(recall(far, 1)).toBeGreaterThanOrEqual(0.48);
    expect(recall(far, 5)).toBeGreaterThanOrEqual(0.73);
  });

  test("typed in ASCII or in capitals it finds exactly the same", () => {
    for (const { text } of questions) {
      const rows = ask(text);
      expect(ask(foldText(text))).toEqual(rows);
      expect(ask(text.toLocaleUpperCase("tr"))).toEqual(rows);
    }
  });

  test("confidence means what it says: from 0.7 on at least 92 % are right, from 0.85 on 95 %", () => {
    const found = questions.map(({ id, text }) => ({ id, row: best(text) }));
    for (const [bar, share] of [
      [0.7, 0.92],
      [0.85, 0.95],
    ] as const) {
      const sure = found.filter(({ row }) => (row?.confidence ?? 0) >= bar);
      const right = sure.filter(({ id, row }) => row?.rowId === id);
      expect(right.length / sure.length).toBeGreaterThanOrEqual(share);
    }
  });

  const sure = (asked: typeof questions, from: Bm25Index) =>
    asked.filter(({ id, text }) => {
      const row = best(text, from);
      return row !== undefined && row.confidence >= 0.7 && (id === "-" || row.rowId === id);
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
          others.filter(({ text }) => (best(text, small)?.confidence ?? 0) >= 0.7).length / others.length;
      }
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.7);
      expect(strange / shares.length).toBeLessThanOrEqual(0.01);
    },
  );
});

describe("the ranking", () => {
  test("nothing is found for function words, emoji or an empty question, and in an empty knowledge", () => {
    for (const text of ["", "???", "🙂", "ne kadar", "the", "\u200b"]) expect(ask(text)).toEqual([]);
    expect(ask("iade süresi", 5, new Bm25Index())).toEqual([]);
  });

  test("coverage stays between 0 and 1 and the best row comes first", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const rows = ask(text);
        for (const { coverage } of rows) {
          expect(coverage).toBeGreaterThanOrEqual(0);
          expect(coverage).toBeLessThanOrEqual(1);
        }
        expect(rows.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).sort((a, b) => b - a));
      }),
    );
  });

  test("a question of 4,096 characters is ranked in under 50 ms", () => {
    const startedAt = performance.now();
    ask("kargo ücreti ne kadar acaba ".repeat(150).slice(0, 4_096));
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

describe("the index", () => {
  test("a replaced row answers by its new text only, a deleted one not at all", () => {
    const small = new Bm25Index();
    small.set("a", [faqTerms({ question: "Kapıda ödeme var mı?", answer: "Evet." })]);
    small.set("a", [faqTerms({ question: "Hediye paketi var mı?", answer: "Evet." })]);
    expect(ask("kapıda ödeme", 5, small)).toEqual([]);
    expect(ask("hediye paketi", 5, small)[0]?.rowId).toBe("a");
    small.delete("a");
    small.delete("a");
    expect(ask("hediye paketi", 5, small)).toEqual([]);
    expect(small.size).toBe(0);
  });

  test("an entry with several questions is as near as the nearest of them", () => {
    const several = new Bm25Index();
    const answer = "Kapıda kart geçer.";
    several.set("a", [
      faqTerms({ question: "Kapıda ödeme var mı?", answer }),
      faqTerms({ question: "Kuryeye nakit verebilir miyim?", answer }),
    ]);
    several.set("b", [faqTerms({ question: "Hediye paketi yapıyor musunuz?", answer: "Evet." })]);
    expect(several.size).toBe(2);
    const alone = new Bm25Index();
    alone.set("a", [faqTerms({ question: "Kuryeye nakit verebilir miyim?", answer })]);
    expect(ask("kuryeye nakit vermek", 5, several)).toHaveLength(1);
    expect(ask("kuryeye nakit vermek", 5, several)[0]?.rowId).toBe("a");
    several.delete("a");
    expect(ask("kuryeye nakit vermek", 5, several)).toEqual([]);
  });

  test("rows taken out in great number leave no trace, and the others answer as before", () => {
    const grown = indexOf(entries);
    for (let i = 0; i < 500; i++) {
      grown.set(`extra ${i}`, [faqTerms({ question: `Kargo sorusu ${i}`, answer: `Kargo yanıtı ${i}` })]);
    }
    for (let i = 0; i < 500; i++) grown.delete(`extra ${i}`);
    expect(grown.size).toBe(index.size);
    for (const { text } of near.slice(0, 20)) {
      expect(ask(text, 1, grown).map(({ rowId }) => rowId)).toEqual(ask(text, 1).map(({ rowId }) => rowId));
    }
    expect(ask("kargo sorusu yanıtı 77", 5, grown).some(({ rowId }) => rowId.startsWith("extra"))).toBe(
      false,
    );
  });

  test("terms are folded beginnings of three to five letters and marked runs of three and four", () => {
    expect([...indexTerms("İADE kargo").keys()]).toEqual([
      ...["iade", "^iad", "^iade", "~iad", "~ade", "~iade"],
      ...["kargo", "^kar", "^kark", "~kar", "~arg", "~rgo", "~karg", "~argo"],
    ]);
  });

  test("a final consonant that softens is the same word", () => {
    const shared = (a: string, b: string) => {
      const other = indexTerms(b);
      return [...indexTerms(a).keys()].some((term) => !/^[~^]/.test(term) && other.has(term));
    };
    expect(shared("köpük", "köpüğü")).toBe(true);
    expect(shared("kitap", "kitabı")).toBe(true);
    expect(shared("kanat", "kanadı")).toBe(true);
  });

  test("how something is asked is looked for in questions, not in answers", () => {
    const terms = faqTerms({ question: "Ne zaman gelir?", answer: "Hangi gün isterseniz." });
    expect(terms.get("zaman")).toBe(3);
    expect(terms.has("hanki") || terms.has("hangi")).toBe(false);
  });

  test("a question's word weighs three times an answer's", () => {
    const terms = faqTerms({ question: "taksit", answer: "taksit fatura", tags: ["ödeme"] });
    expect(terms.get("taksi")).toBe(4);
    expect(terms.get("fatur")).toBe(1);
    expect(terms.get("odeme")).toBe(2);
  });
});

describe("the workspace's own synonyms", () => {
  const shop = new Bm25Index();
  shop.set("parcel", [faqTerms({ question: "Paketim ne zaman gelir?", answer: "İki iş günü sürer." })]);
  shop.set("gift", [faqTerms({ question: "Hediye notu ekliyor musunuz?", answer: "Evet." })]);
  const synonyms = toSynonyms([
    ["koli", "Paket"],
    ["not", "mesaj"],
  ]);

  test("a word finds what is written with another of its group, under suffixes too", () => {
    expect(shop.search(toQuery("kolim nerde kaldı"))).toEqual([]);
    expect(shop.search(toQuery("kolim nerde kaldı", synonyms))[0]?.rowId).toBe("parcel");
    expect(shop.search(toQuery("KOLİ", synonyms))[0]?.coverage).toBeGreaterThan(0.3);
  });

  test("the word itself goes before its synonyms, and other questions rank as before", () => {
    const both = new Bm25Index();
    both.set("own", [faqTerms({ question: "Koli ölçüsü nedir?", answer: "40 cm." })]);
    both.set("other", [faqTerms({ question: "Paket ölçüsü nedir?", answer: "30 cm." })]);
    expect(both.search(toQuery("koli ölçüsü", synonyms))[0]?.rowId).toBe("own");
    for (const { text } of near) {
      expect(index.search(toQuery(text, toSynonyms([["zürafa", "fil"]])))).toEqual(ask(text));
    }
  });
});
