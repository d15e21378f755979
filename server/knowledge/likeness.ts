import { charGrams, foldText, tokenise } from "@/lib/text/fold";
import { beginning, isNounEnding } from "./retrieval/terms";
import { isFunctionWord } from "./retrieval/words";

/** A question as it is compared with others. */
export type LikenessOf = {
  /** What it is about: its words without those that say only how something is asked. */
  words: readonly string[];
  /** What kind of answer it wants, where it says so. */
  wants: ReadonlySet<string>;
};

/** So much of both questions has its like in the other. */
const ALIKE_FROM = 0.7;
const SAME_WORD_FROM = 0.6;
const RUN = 3;
const STEM = 4;

/** Words that ask for an amount, a place, a time … in the languages of the agent, folded. */
const KINDS: Readonly<Record<string, string>> = {
  amount: "kac kadar kacta much many сколько كم",
  place: "nerede nerde nereden nereye neresi neresidir where где куда откуда اين",
  time: "zaman saat when когда متى",
  way: "nasil how как كيف",
  reason: "neden niye nicin why почему зачем لماذا",
  person: "kim kimdir kimin who кто من",
  whether: "mi mu var yok can do does is are есть можно ли هل",
};
const kindOf = new Map(
  Object.entries(KINDS).flatMap(([kind, words]) => words.split(" ").map((word) => [word, kind] as const)),
);

export function likenessOf(question: string): LikenessOf {
  const all = tokenise(foldText(question));
  const wants = new Set(all.flatMap((word) => kindOf.get(word) ?? []));
  // "How much" asks for an amount, not for a way.
  if (wants.has("amount")) wants.delete("way");
  return { words: [...new Set(all.filter((word) => !isFunctionWord(word) && !kindOf.has(word)))], wants };
}

/**
 * Whether two questions ask the same in other words: everything that one speaks of has its like in the other, little is
 * left over there, and they do not want answers of different kinds. "Mavi solar mı" and "sarı solar mı" ask for two
 * things, though most of their words are equal.
 */
export const isAlike = (a: LikenessOf, b: LikenessOf): boolean => likeness(a, b) >= ALIKE_FROM;

/** 0 where they cannot ask the same, else the part of both that has its like in the other, up to 1. */
export function likeness(a: LikenessOf, b: LikenessOf): number {
  if (a.words.length === 0 || b.words.length === 0) return 0;
  if (a.wants.size > 0 && b.wants.size > 0 && ![...a.wants].some((kind) => b.wants.has(kind))) return 0;
  const matched = (from: LikenessOf, to: LikenessOf) =>
    from.words.filter((word) => to.words.some((other) => isSameWord(word, other))).length;
  const inA = matched(a, b);
  const inB = matched(b, a);
  if (inA < a.words.length && inB < b.words.length) return 0;
  return (inA + inB) / (a.words.length + b.words.length);
}

/** The same word under other suffixes or with a slip of the finger; numbers only when they are equal. */
function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  if (/\p{N}/u.test(a + b)) return false;
  if (beginning(a) === beginning(b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(short)) return true;
  const stem = a.slice(0, STEM);
  if (
    stem.length === STEM &&
    b.startsWith(stem) &&
    isNounEnding(a.slice(STEM)) &&
    isNounEnding(b.slice(STEM))
  ) {
    return true;
  }
  const runs = new Set(charGrams(a, RUN));
  const others = charGrams(b, RUN);
  const shared = others.filter((run) => runs.has(run)).length;
  return short.length >= 4 && (2 * shared) / (runs.size + others.length) >= SAME_WORD_FROM;
}
