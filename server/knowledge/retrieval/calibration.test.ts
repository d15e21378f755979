import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Bm25Index } from "../bm25";
import { isAlike, likenessOf } from "../likeness";
import type { FaqLanguage } from "../rules";
import { type Calibration, measure, toAgentScale } from "./calibration";
import { toProbability } from "./confidence";
import { faqTerms, noSynonyms, toQuery } from "./terms";

const readTable = (name: string) =>
  readFileSync(new URL(`data/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));

const shop = readTable("faq.tr.tsv").map(([id, question, answer]) => ({
  id: id!,
  language: "tr" as const,
  question: question!,
  answer: answer!,
}));
const asked = readTable("questions.tr.tsv").map(([id, kind, text]) => ({
  id: id!,
  kind: kind!,
  text: text!,
}));

type Entry = { id: string; language: FaqLanguage; question: string; answer: string };

function knowledgeOf(entries: readonly Entry[]) {
  const languages = new Map<FaqLanguage, Bm25Index>();
  for (const { id, language, ...entry } of entries) {
    const index = languages.get(language) ?? new Bm25Index();
    index.set(id, [faqTerms(entry)]);
    languages.set(language, index);
  }
  return { languages, synonyms: noSynonyms };
}

function calibrate(entries: readonly Entry[]): Calibration | null {
  const likenesses = new Map(entries.map(({ id, question }) => [id, likenessOf(question)]));
  const steps = measure(knowledgeOf(entries), entries, (entry, found) =>
    isAlike(likenesses.get(entry.id)!, likenesses.get(found.rowId)!),
  );
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("the limits that are measured on a workspace's own entries", () => {
  test("three in four ordinary questions of the shop are answered, hardly a strange one, and few wrongly", () => {
    const calibration = calibrate(shop);
    const index = knowledgeOf(shop).languages.get("tr")!;
    const answers = (kind: string) => {
      const those = asked.filter((question) => question.kind === kind);
      const sure = those.flatMap(({ id, text }) => {
        const [first, second] = index.search(toQuery(text), 2);
        if (!first) return [];
        const margin = first.coverage - (second?.coverage ?? 0);
        const score = toAgentScale(toProbability({ coverage: first.coverage, margin }), calibration);
        return score >= 0.65 ? [first.rowId === id] : [];
      });
      return {
        right: sure.filter(Boolean).length / those.length,
        wrong: sure.filter((is) => !is).length / those.length,
      };
    };
    expect(answers("near").right).toBeGreaterThanOrEqual(0.75);
    expect(answers("near").wrong).toBeLessThanOrEqual(0.01);
    expect(answers("none").wrong).toBeLessThanOrEqual(0.03);
  });

  test("where every entry is about the same thing more is asked for than where each is about another", () => {
    const things = "kargo iade taksit garanti beden hediye fatura mağaza üyelik kupon stok kurulum".split(
      " ",
    );
    const apart = things.map((thing, i) => ({
      id: `a${i}`,
      language: "tr" as const,
      question: `${thing} nasıl oluyor?`,
      answer: `${thing} sayfamızda anlatılır.`,
    }));
    const colours = "mavi sarı kırmızı yeşil beyaz siyah gri mor turuncu pembe lacivert kahverengi".split(
      " ",
    );
    const together = colours.map((colour, i) => ({
      id: `t${i}`,
      language: "tr" as const,
      question: `Keten gömleğin ${colour} rengi yıkanınca solar mı?`,
      answer: `Keten gömlek ${colour} renkte solmaz.`,
    }));
    expect(calibrate(together)!.answerFrom).toBeGreaterThan(calibrate(apart)!.answerFrom + 0.02);
  });

  test("the same entries give the same limits, in every language; few entries give none", () => {
    expect(calibrate(shop)).toEqual(calibrate([...shop]));
    expect(calibrate(shop.slice(0, 7))).toBeNull();
    const russian = Array.from({ length: 10 }, (_, i) => ({
      id: `r${i}`,
      language: "ru" as const,
      question: `Вопрос номер ${i} о доставке товара ${"абвгдежзик"[i]}${i}?`,
      answer: "Ответ.",
    }));
    const { answerFrom, askFrom } = calibrate(russian)!;
    expect(answerFrom).toBeGreaterThan(askFrom);
  });

  test("the agent's scale: limits lie where the agent looks, order is kept, nothing leaves 0–1", () => {
    const limits = { answerFrom: 0.8, askFrom: 0.2 };
    expect(toAgentScale(0.8, limits)).toBeCloseTo(0.65);
    expect(toAgentScale(0.2, limits)).toBeCloseTo(0.3);
    expect([toAgentScale(0, limits), toAgentScale(1, limits)]).toEqual([0, 1]);
    const scores = Array.from({ length: 101 }, (_, i) => toAgentScale(i / 100, limits));
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(toAgentScale(0.42, null)).toBe(0.42);
  });
});
