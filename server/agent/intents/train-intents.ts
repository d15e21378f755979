import { INTENTS, type Intent } from "../rules";
import { applyCalibration, type Calibration, fitCalibration } from "./calibration";
import { dot, mulberry32, type SparseVector, type SvmOptions, trainLinearSvm } from "./linear-svm";
import type { Utterance } from "./utterances";
import { countIntentTerms, INTENT_GRAMS, toVector } from "./vectors";

/** A trained classifier: features are the buckets seen in at least two utterances. */
export type IntentModel = {
  intents: readonly Intent[];
  /** Hash bucket of each feature, ascending. */
  buckets: Uint16Array;
  idf: Float32Array;
  /** One row of weights per intent, one column per feature. */
  weights: Float32Array[];
  biases: number[];
  calibration: Calibration;
};

const SVM: SvmOptions = { cost: 2, positiveWeight: 1, maxEpochs: 200, tolerance: 0.01, seed: 7 };
const MIN_UTTERANCES = 2;
const FOLDS = 5;

/**
 * Trains one-versus-rest on utterances and calibrates on five held-out fifths.
 * Under a second for a few thousand utterances, so a workspace's corrections may be added and trained anew.
 *
 * @param groups utterances that must not be split between training and holding out (fillings of one template)
 */
export function trainIntentModel(groups: readonly (readonly Utterance[])[]): IntentModel {
  const fold = foldOf(groups.length);
  const margins: number[][] = [];
  const labels: number[] = [];
  for (let held = 0; held < FOLDS; held++) {
    const seen = groups.filter((_, i) => fold[i] !== held).flat();
    const model = fitMachines(seen);
    for (const utterance of groups.filter((_, i) => fold[i] === held).flat()) {
      margins.push(rawMargins(model, utterance.text));
      labels.push(model.intents.indexOf(utterance.intent));
    }
  }
  return { ...fitMachines(groups.flat()), calibration: fitCalibration(margins, labels) };
}

/** The distance to each intent's boundary, before calibration. */
export function rawMargins(
  model: Pick<IntentModel, "buckets" | "idf" | "weights" | "biases">,
  text: string,
): number[] {
  const vector = toVector(countIntentTerms(text), bucketLookUp(model.buckets), model.idf);
  return model.weights.map((weights, c) => dot(weights, vector) + model.biases[c]!);
}

/** Calibrated probabilities in the order of `model.intents`. */
export function probabilities(model: IntentModel, text: string): number[] {
  return applyCalibration(rawMargins(model, text), model.calibration);
}

const lookUps = new WeakMap<Uint16Array, (bucket: number) => number>();

function bucketLookUp(buckets: Uint16Array): (bucket: number) => number {
  const known = lookUps.get(buckets);
  if (known) return known;
  const table = new Int32Array(INTENT_GRAMS.buckets).fill(-1);
  for (const [feature, bucket] of buckets.entries()) table[bucket] = feature;
  const lookUp = (bucket: number) => table[bucket]!;
  lookUps.set(buckets, lookUp);
  return lookUp;
}

function fitMachines(utterances: readonly Utterance[]): Omit<IntentModel, "calibration"> {
  const counts = utterances.map((utterance) => countIntentTerms(utterance.text));
  const frequency = new Map<number, number>();
  for (const terms of counts)
    for (const bucket of terms.keys()) frequency.set(bucket, (frequency.get(bucket) ?? 0) + 1);
  const buckets = Uint16Array.from(
    [...frequency].filter(([, seen]) => seen >= MIN_UTTERANCES).map(([bucket]) => bucket),
  ).sort();
  const idf = Float32Array.from(
    buckets,
    (bucket) => Math.log((1 + utterances.length) / (1 + frequency.get(bucket)!)) + 1,
  );
  const lookUp = bucketLookUp(buckets);
  const vectors: SparseVector[] = counts.map((terms) => toVector(terms, lookUp, idf));
  const intents = INTENTS.filter((intent) => utterances.some((utterance) => utterance.intent === intent));
  const machines = intents.map((intent) =>
    trainLinearSvm(
      vectors,
      utterances.map((utterance) => (utterance.intent === intent ? 1 : -1)),
      buckets.length,
      SVM,
    ),
  );
  return {
    intents,
    buckets,
    idf,
    weights: machines.map((machine) => machine.weights),
    biases: machines.map((machine) => machine.bias),
  };
}

function foldOf(count: number): number[] {
  const random = mulberry32(3);
  return Array.from({ length: count }, () => Math.floor(random() * FOLDS));
}
