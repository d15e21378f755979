import type { StoredCalibration } from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import type { Bm25Index, RankedRow } from "../bm25";
import type { FaqLanguage } from "../rules";
import { toProbability } from "./confidence";
import { strangeLines } from "./strange-lines";
import { type Synonyms, toQuery } from "./terms";
import { isFunctionWord } from "./words";

/**
 * Where "sure enough to answer" and "worth offering" lie on the agent's scale (`THRESHOLDS.passage` and `.passageNear`
 * of the agent). A workspace's own limits are moved onto these, so that the agent compares every workspace alike.
 */
const ANSWER_AT = 0.65;
const ASK_AT = 0.3;
/** With fewer entries nothing can be told from them. */
const FEWEST_ENTRIES = 8;
/** As if so many questions had been measured at the usual limits: a few entries move them a little only. */
const PRIOR_QUESTIONS = 30;
/** So many of the questions that have no answer here may be answered, and offered a guess. */
const ANSWERED_STRANGELY = 0.1;
const OFFERED_STRANGELY = 0.5;
const ANSWER_RANGE = [0.5, 0.85] as const;
const ASK_RANGE = [0.15, 0.45] as const;

export type CalibrationEntry = { id: string; language: FaqLanguage; question: string };
export type Calibration = Omit<StoredCalibration, "revision" | "measuredAt">;
type Knowledge = { languages: ReadonlyMap<FaqLanguage, Bm25Index>; synonyms: Synonyms };

/**
 * Measures a workspace's knowledge on itself: each question is asked with its own entry looked past, so that whatever
 * comes first is wrong, and half of its words are asked with the entry there. The limits are where the wrong ones end.
 * Null when there are too few entries to tell.
 *
 * @param isAlike whether two entries ask the same, so that one rightly answers for the other
 */
export function* measure(
  knowledge: Knowledge,
  entries: readonly CalibrationEntry[],
  isAlike: (entry: CalibrationEntry, found: RankedRow) => boolean,
): Generator<void, Calibration | null> {
  if (entries.length < FEWEST_ENTRIES) return null;
  const wrong: number[] = [];
  const own: { score: number; isRight: boolean }[] = [];
  for (const entry of entries) {
    yield;
    const without = best(knowledge, entry.language, entry.question, entry.id);
    if (!without.row || !isAlike(entry, without.row)) wrong.push(without.score);
    for (const half of [0, 1]) {
      const found = best(knowledge, entry.language, halve(entry.question, half));
      const isRight = found.row?.rowId === entry.id || (found.row !== null && isAlike(entry, found.row));
      own.push({ score: found.score, isRight });
    }
  }
  const strange: number[] = [];
  for (const language of new Set(entries.map((entry) => entry.language))) {
    yield;
    for (const line of strangeLines[language]) strange.push(best(knowledge, language, line).score);
  }
  const answerFrom = limit(wrong, ANSWERED_STRANGELY, ANSWER_AT, ANSWER_RANGE);
  const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
  const sure = own.filter(({ score }) => score >= answerFrom);
  const unanswerable = [...wrong, ...strange];
  return {
    answerFrom,
    askFrom: limit(unanswerable, OFFERED_STRANGELY, ASK_AT, ASK_RANGE),
    ownQuestions: own.length,
    strangeQuestions: unanswerable.length,
    answered: share(sure.filter(({ isRight }) => isRight).length, own.length),
    wrong: share(sure.filter(({ isRight }) => !isRight).length, own.length),
    strangeAnswered: share(unanswerable.filter((score) => score >= answerFrom).length, unanswerable.length),
  };
}

/** A score of this workspace on the agent's scale: its own limits come to lie where the agent looks for them. */
export function toAgentScale(
  score: number,
  calibration: Pick<Calibration, "answerFrom" | "askFrom"> | null,
): number {
  if (!calibration) return score;
  const { answerFrom, askFrom } = calibration;
  const between = (from: number, to: number, low: number, high: number) =>
    low + ((score - from) / (to - from)) * (high - low);
  if (score < askFrom) return between(0, askFrom, 0, ASK_AT);
  if (score < answerFrom) return between(askFrom, answerFrom, ASK_AT, ANSWER_AT);
  return Math.min(1, between(answerFrom, 1, ANSWER_AT, 1));
}

function best(knowledge: Knowledge, language: FaqLanguage, text: string, withoutId?: string) {
  const rows =
    knowledge.languages
      .get(language)
      ?.search(toQuery(text, knowledge.synonyms), 2, (rowId) => rowId === withoutId) ?? [];
  const [row = null, next] = rows;
  if (!row) return { row: null, score: 0 };
  const margin = row.coverage - (next?.coverage ?? 0);
  return { row, score: toProbability({ coverage: row.coverage, margin }) };
}

/** How something is asked stays, of what is asked every other word goes: nobody asks in an entry's own words. */
function halve(question: string, half: number): string {
  const words = tokenise(foldText(question));
  let place = 0;
  return words.filter((word) => isFunctionWord(word) || place++ % 2 === half).join(" ");
}

/** The score that `share` of these reach, held towards the usual one while they are few. */
function limit(
  scores: readonly number[],
  share: number,
  usual: number,
  [least, most]: readonly [number, number],
): number {
  const sorted = [...scores].sort((a, b) => b - a);
  const found = sorted[Math.floor(sorted.length * share)] ?? usual;
  const held = (found * sorted.length + usual * PRIOR_QUESTIONS) / (sorted.length + PRIOR_QUESTIONS);
  return Math.min(most, Math.max(least, held));
}
