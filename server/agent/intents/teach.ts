import { setImmediate } from "node:timers/promises";
import { stripManners } from "../reading/phrases";
import type { IntentKind } from "../schemas";
import { applyCalibration } from "./calibration";
import { baseModel } from "./classify-intent";
import { type Difference, fullVector, marginsWith, packDifference, UNKNOWN_MARGIN } from "./difference";
import { type IntentModel, type Labelled, rawMargins } from "./train-intents";
import { readKind, readKindTest } from "./train-kind";
import type { TrainingResult, TrainingTask } from "./training-work";
import { countIntentTerms } from "./vectors";

/** What was learnt, and how much better it is. */
export type Lesson = {
  difference: Difference;
  /** The kind's own test and the workspace's examples, each judged by machines that had not seen it. */
  judgedTexts: number;
  accuracyBefore: number;
  accuracyAfter: number;
};

/** So many of the kind's own examples are kept in mind while the workspace's are learnt; fewer beside many of them. */
const REMEMBERED = 1_800;
const REMEMBERED_BESIDE_MANY = 1_200;
const MANY_OWN = 1_000;

/**
 * Learns a workspace's examples as a difference from the model of its kind.
 *
 * @param ownIntents intents of the workspace's own; examples of names that neither list has are left out
 * @param train where the work is done; in the product, a thread
 */
export async function teach(
  input: { kind: IntentKind; ownIntents: readonly string[]; examples: readonly Labelled[] },
  train: (task: TrainingTask) => TrainingResult | Promise<TrainingResult>,
): Promise<Lesson> {
  const base = baseModel(input.kind);
  const intents = [...base.intents, ...input.ownIntents];
  const own = input.examples
    .filter(({ intent }) => intents.includes(intent))
    .map(({ intent, text }) => ({ intent, text: stripManners(text) }));
  const { task, buckets } = await makeTask(base, intents, own, remembered(input.kind, own.length));
  const result = await train(task);
  const difference = packDifference(intents, buckets, result.rows, result.biases);

  const tests = readKindTest(input.kind).map(({ intent, text }) => ({ intent, text: stripManners(text) }));
  const right = (margins: ArrayLike<number>, intent: string) => intents[highest(margins)] === intent;
  const count = (verdicts: readonly boolean[]) => verdicts.filter(Boolean).length;
  const before = await mapGently([...tests, ...own], ({ text, intent }) =>
    right(rawMargins(base, text), intent),
  );
  const afterTests = await mapGently(tests, ({ text, intent }) =>
    right(marginsWith(base, difference, text), intent),
  );
  const afterOwn = own.map(({ intent }, i) =>
    right(result.heldOut.subarray(i * intents.length, (i + 1) * intents.length), intent),
  );
  const judgedTexts = tests.length + own.length;
  return {
    difference,
    judgedTexts,
    accuracyBefore: count(before) / judgedTexts,
    accuracyAfter: (count(afterTests) + count(afterOwn)) / judgedTexts,
  };
}

/** Calibrated probabilities with a workspace's difference, in the order of its intents. */
export function probabilitiesWith(base: IntentModel, difference: Difference, text: string): number[] {
  const { scale, offsets } = base.calibration;
  return applyCalibration(marginsWith(base, difference, text), {
    scale,
    offsets: difference.intents.map((_, c) => offsets[c] ?? 0),
  });
}

async function makeTask(
  base: IntentModel,
  intents: readonly string[],
  own: readonly Labelled[],
  kept: readonly Labelled[],
): Promise<{ task: TrainingTask; buckets: Uint32Array }> {
  const texts = [...own, ...kept];
  const full = await mapGently(texts, ({ text }) => fullVector(base, countIntentTerms(text)));
  // Only what the workspace's examples are written with can change: the difference stays small.
  const buckets = Uint32Array.from(
    new Set(full.slice(0, own.length).flatMap(({ indices }) => [...indices])),
  ).sort();
  const places = new Map(Array.from(buckets, (bucket, place) => [bucket, place]));
  const vectors = full.map(({ indices, values }) => {
    const known = [...indices.keys()].filter((k) => places.has(indices[k]!));
    return {
      indices: Uint32Array.from(known, (k) => places.get(indices[k]!)!),
      values: Float32Array.from(known, (k) => values[k]!),
    };
  });
  const margins = new Float32Array(texts.length * intents.length).fill(UNKNOWN_MARGIN);
  const known = await mapGently(texts, ({ text }) => rawMargins(base, text));
  for (const [i, row] of known.entries()) margins.set(row, i * intents.length);
  const labels = texts.map(({ intent }) => intents.indexOf(intent));
  return {
    task: { features: buckets.length, vectors, margins, labels, intents: intents.length, own: own.length },
    buckets,
  };
}

/** A spread sample of the kind's examples. */
function remembered(kind: IntentKind, ownCount: number): Labelled[] {
  const groups = readKind(kind);
  const wanted = ownCount > MANY_OWN ? REMEMBERED_BESIDE_MANY : REMEMBERED;
  const stride = Math.max(1, Math.floor(groups.length / wanted));
  return groups.flatMap((group, i) =>
    i % stride === 0 && group[0] ? [{ intent: group[0].intent, text: stripManners(group[0].text) }] : [],
  );
}

/** Answers are given in between: a training must not be felt. */
async function mapGently<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const done: R[] = [];
  for (const [i, item] of items.entries()) {
    done.push(work(item));
    if (i % 40 === 39) await setImmediate();
  }
  return done;
}

function highest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
