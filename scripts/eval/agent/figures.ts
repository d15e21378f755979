import type { Turn } from "./conversation.ts";
import type { Verdict } from "./judge.ts";
import type { Outcome } from "./play.ts";

export type JudgedTurn = { turn: Turn; outcome: Outcome; verdict: Verdict | null };

export type Figures = {
  conversations: number;
  /** Turns with an expectation. */
  n: number;
  /** Turns that are wholly as expected. */
  right: number;
  /** Of the turns that want an answer, the share that has it: from the source and with the words expected. */
  resolved: number;
  /** Of all turns, the share that was answered where no answer was wanted, from another source, or with other words. */
  wrong: number;
  /** Of the handoffs made, the share that was wanted; and of those wanted, the share made. */
  handoffPrecision: number;
  handoffRecall: number;
  /** Of the turns that name an intent, the share in which it was read. */
  intentAccuracy: number;
  /** Milliseconds of the agent's work on a turn. */
  p50Ms: number;
  p95Ms: number;
};

/** What the turns amount to; a share of nothing is 1. */
export function countFigures(conversations: number, all: readonly JudgedTurn[]): Figures {
  const turns = all.flatMap(({ turn: { expect }, outcome, verdict }) =>
    expect && verdict ? [{ expect, outcome, verdict }] : [],
  );
  const isRight = ({ verdict }: (typeof turns)[number]) => verdict.misses.length === 0;
  const wantsAnswer = turns.filter(({ expect }) => expect.actions.includes("answer"));
  const answered = turns.filter(({ outcome }) => outcome.action === "answer");
  const handedOff = turns.filter(({ outcome }) => outcome.action === "handoff");
  const wantsHandoff = turns.filter(({ expect }) => expect.actions.includes("handoff"));
  const withIntent = turns.filter(({ verdict }) => verdict.isIntentRight !== null);
  const share = (part: number, whole: number) => (whole === 0 ? 1 : round(part / whole));
  const times = all.map(({ outcome }) => outcome.ms).sort((a, b) => a - b);
  const quantile = (q: number) => times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0;
  return {
    conversations,
    n: turns.length,
    right: share(turns.filter(isRight).length, turns.length),
    resolved: share(
      wantsAnswer.filter((turn) => isRight(turn) && turn.outcome.action === "answer").length,
      wantsAnswer.length,
    ),
    wrong: turns.length === 0 ? 0 : round(answered.filter((turn) => !isRight(turn)).length / turns.length),
    handoffPrecision: share(
      handedOff.filter(({ expect }) => expect.actions.length === 0 || expect.actions.includes("handoff"))
        .length,
      handedOff.length,
    ),
    handoffRecall: share(
      wantsHandoff.filter(({ outcome }) => outcome.action === "handoff").length,
      wantsHandoff.length,
    ),
    intentAccuracy: share(
      withIntent.filter(({ verdict }) => verdict.isIntentRight).length,
      withIntent.length,
    ),
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
  };
}

/** Expected down, found across: `{ answer: { answer: 12, clarify: 1 } }`. */
export type Confusion = Record<string, Record<string, number>>;

/** By action and by intent; a turn that allows several counts under the one that came, else under the first. */
export function countConfusion(all: readonly JudgedTurn[]): { actions: Confusion; intents: Confusion } {
  const actions: Confusion = {};
  const intents: Confusion = {};
  const add = (table: Confusion, wanted: readonly string[], found: string) => {
    const row = wanted.includes(found) ? found : wanted[0];
    if (row === undefined) return;
    table[row] ??= {};
    table[row][found] = (table[row][found] ?? 0) + 1;
  };
  for (const { turn, outcome } of all) {
    if (!turn.expect) continue;
    add(actions, turn.expect.actions, outcome.action);
    add(intents, turn.expect.intents, outcome.intent ?? "none");
  }
  return { actions, intents };
}

/** The last line of the report. */
export const lastLine = ({ resolved, wrong, handoffPrecision, n }: Figures): string =>
  `resolved ${resolved.toFixed(4)} wrong ${wrong.toFixed(4)} handoffPrecision ${handoffPrecision.toFixed(4)} n ${n}`;

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
