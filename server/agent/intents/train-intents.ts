import { applyCalibration, type Calibration, fitCalibration } from "./calibration";
import { dot, mulberry32, type SparseVector, type SvmOptions, trainLinearSvm } from "./linear-svm";
import { countIntentTerms, INTENT_GRAMS, toVector } from "./vectors";

/** A text and what it wants, under whatever name. */
export type Labelled = { intent: string; text: string };

/** A trained classifier over any list of names. */
export type IntentModel = {
  intents: readonly string[];
  /** Hash bucket of each feature, ascending. */
  buckets: Uint32Array;
  idf: Float32Array;
  /** One row of weights per intent, one column per feature. */
  weights: Float32Array[];
  biases: number[];
  calibration: Calibration;
};

/** What a model said of texts that it had not seen: the ground of its calibration and of its thresholds. */
export type HeldOut = { margins: number[][]; labels: number[] };

const SVM: SvmOptions = { cost: 2, positiveWeight: 1, maxEpochs: 60, tolerance: 0.05, seed: 7 };
const FOLDS = 5;
/** From so many texts on, a feature must have been seen twice, and three folds say as much as five. */
const MANY = 2_500;

/**
 * Trains one-versus-rest on texts and calibrates on held-out parts of them.
 *
 * @param groups texts that must not be split between training and holding out (fillings of one template)
 * @param intents the names in the order that the model shall keep; by default as they come
 */
export function trainIntentModel(
  groups: readonly (readonly Labelled[])[],
  intents: readonly string[] = [...new Set(groups.flat().map(({ intent }) => intent))],
): IntentModel & { heldOut: HeldOut } {
  const folds = groups.length > MANY ? 3 : FOLDS;
  const fold = foldOf(groups.length, folds);
  const heldOut: HeldOut = { margins: [], labels: [] };
  for (let held = 0; held < folds; held++) {
    const seen = groups.filter((_, i) => fold[i] !== held).flat();
    const model = fitMachines(seen, intents);
    const known = new Set(seen.map(({ intent }) => intent));
    for (const { text, intent } of groups.filter((_, i) => fold[i] === held).flat()) {
      // All its examples are held out: what the others say of it teaches nothing.
      if (!known.has(intent)) continue;
      heldOut.margins.push(rawMargins(model, text));
      heldOut.labels.push(intents.indexOf(intent));
    }
  }
  const calibration = fitCalibration(heldOut.margins, heldOut.labels, intents.length);
  return { ...fitMachines(groups.flat(), intents), calibration, heldOut };
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

const lookUps = new WeakMap<Uint32Array, (bucket: number) => number>();

export function bucketLookUp(buckets: Uint32Array): (bucket: number) => number {
  const known = lookUps.get(buckets);
  if (known) return known;
  const table = new Int32Array(INTENT_GRAMS.buckets).fill(-1);
  for (const [feature, bucket] of buckets.entries()) table[bucket] = feature;
  const lookUp = (bucket: number) => table[bucket]!;
  lookUps.set(buckets, lookUp);
  return lookUp;
}

function fitMachines(
  texts: readonly Labelled[],
  intents: readonly string[],
): Omit<IntentModel, "calibration"> {
  const counts = texts.map(({ text }) => countIntentTerms(text));
  const frequency = new Map<number, number>();
  for (const terms of counts)
    for (const bucket of terms.keys()) frequency.set(bucket, (frequency.get(bucket) ?? 0) + 1);
  const least = texts.length > MANY ? 2 : 1;
  const buckets = Uint32Array.from(
    [...frequency].filter(([, seen]) => seen >= least).map(([bucket]) => bucket),
  ).sort();
  const idf = Float32Array.from(
    buckets,
    (bucket) => Math.log((1 + texts.length) / (1 + frequency.get(bucket)!)) + 1,
  );
  const lookUp = bucketLookUp(buckets);
  const vectors: SparseVector[] = counts.map((terms) => toVector(terms, lookUp, idf));
  const machines = intents.map((name) =>
    trainLinearSvm(
      vectors,
      texts.map(({ intent }) => (intent === name ? 1 : -1)),
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

function foldOf(count: number, folds: number): number[] {
  const random = mulberry32(3);
  return Array.from({ length: count }, () => Math.floor(random() * folds));
}
