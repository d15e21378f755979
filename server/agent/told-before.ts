import type { AgentSource } from "@/db/schema";
import type { LastRun, Turn } from "./load-turn";
import { contentWords } from "./reading/asks";
import { phraseKey } from "./reading/phrases";

/** After so long the same question may have another answer. */
const soonMs = 12 * 3_600_000;
/** Of the words of two questions, so many must be the same. */
const sameWords = 0.6;

/** The order that was told last in this conversation, and the place of the turn in which it was; null when none was. */
export function findToldOrder(turn: Pick<Turn, "recentRuns">): { id: string; toSeq: number } | null {
  for (const run of turn.recentRuns) {
    const source = run.sources.find(({ kind }) => kind === "shopOrder");
    if (source) return { id: source.id, toSeq: run.toSeq };
  }
  return null;
}

/**
 * Whether the customer asks again what was answered a while ago from the same source: the answer did not help, and
 * saying it once more will not either.
 */
export function isAskedAgain(
  turn: Pick<Turn, "recentRuns" | "earlier">,
  input: { text: string; sources: readonly AgentSource[]; now: Date },
): boolean {
  const { text, sources, now } = input;
  const isSoon = ({ createdAt }: LastRun) => now.getTime() - createdAt.getTime() < soonMs;
  const answeredTo = turn.recentRuns
    .filter((run) => run.action === "answer" && isSoon(run) && hasSameSource(run.sources, sources))
    .map(({ toSeq }) => toSeq);
  if (answeredTo.length === 0) return false;
  const until = Math.max(...answeredTo);
  return turn.earlier.some(({ seq, text: earlier }) => seq <= until && isSameQuestion(earlier, text));
}

const hasSameSource = (a: readonly AgentSource[], b: readonly AgentSource[]): boolean =>
  b.length > 0 && b.every((source) => a.some(({ kind, id }) => kind === source.kind && id === source.id));

function isSameQuestion(a: string, b: string): boolean {
  if (phraseKey(a) === phraseKey(b)) return true;
  const [one, other] = [stemsOf(a), stemsOf(b)];
  if (one.size === 0 || other.size === 0) return false;
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / new Set([...one, ...other]).size >= sameWords;
}

const stemLetters = 5;
const stemsOf = (text: string): Set<string> =>
  new Set(contentWords(text).map((word) => word.slice(0, stemLetters)));
