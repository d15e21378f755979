import { foldText } from "@/lib/text/fold";
import { Bm25Index, faqTerms, toQuery } from "@/server/knowledge";
import type { Squad } from "./read-squad.ts";

/** How far down the ranking a passage is looked for. */
const depth = 10;

export type Judgement = {
  /** Shares of the questions, 0–1; the mean of 1/place down to the tenth. */
  recallAt1: number;
  recallAt5: number;
  mrrAt10: number;
  n: number;
  passages: number;
  isAscii: boolean;
  /** How many questions had their passage at each place. */
  places: Record<string, number>;
  /** Not in the first place; null past the tenth. */
  missed: { question: string; passage: number; place: number | null }[];
};

/** Indexes every passage as an entry's answer and asks every question of all of them, as a customer's is asked. */
export function judgeRetrieval(squad: Squad, options: { isAscii: boolean }): Judgement {
  const index = new Bm25Index();
  for (const [number, answer] of squad.passages.entries()) {
    index.set(String(number), [faqTerms({ question: "", answer })]);
  }
  const asked = squad.questions.map(({ text, passage }) => {
    const question = options.isAscii ? foldText(text) : text;
    const found = index.search(toQuery(question), depth);
    const place = found.findIndex(({ rowId }) => rowId === String(passage));
    return { question, passage, place: place < 0 ? null : place + 1 };
  });
  const share = (isIn: (place: number) => boolean) =>
    asked.filter(({ place }) => place !== null && isIn(place)).length / asked.length;
  const places: Judgement["places"] = {};
  for (const { place } of asked) places[place ?? "later"] = (places[place ?? "later"] ?? 0) + 1;
  return {
    recallAt1: share((place) => place === 1),
    recallAt5: share((place) => place <= 5),
    mrrAt10: asked.reduce((sum, { place }) => sum + (place ? 1 / place : 0), 0) / asked.length,
    n: asked.length,
    passages: squad.passages.length,
    isAscii: options.isAscii,
    places,
    missed: asked.filter(({ place }) => place !== 1),
  };
}

/** `recall@1 0.9312 recall@5 0.9853 mrr@10 0.9520 n 1190` */
export const lastLine = ({ recallAt1, recallAt5, mrrAt10, n }: Judgement): string =>
  `recall@1 ${recallAt1.toFixed(4)} recall@5 ${recallAt5.toFixed(4)} mrr@10 ${mrrAt10.toFixed(4)} n ${n}`;
