import { Buffer } from "node:buffer";
import { type HashedGramOptions, hashedGrams } from "@/lib/text/hashing";
import { applyCalibration, type Calibration, fitCalibration } from "../intents/calibration";
import { type LinearModel, mulberry32, type SparseVector, trainLinearSvm } from "../intents/linear-svm";

/** Turkish against English, for Latin script: Russian and Arabic are told by their letters. */
export type LanguageModel = LinearModel & { calibration: Calibration };

export type LanguageModelFile = {
  scale: number;
  bias: number;
  calibration: Calibration;
  /** Int8, one per bucket, base64. */
  weights: string;
};

const GRAMS: HashedGramOptions = { buckets: 8_192, wordGrams: 1, charSizes: [2, 3, 4], maxCharacters: 400 };
const FOLDS = 5;
const SVM = { cost: 1, positiveWeight: 1, maxEpochs: 200, tolerance: 0.01, seed: 5 };

/** Trains on folded text, so that Turkish typed in ASCII is the ordinary case, and calibrates on held-out fifths. */
export function trainLanguageModel(
  utterances: readonly { language: "tr" | "en"; text: string }[],
): LanguageModel {
  const vectors = utterances.map(({ text }) => toLanguageVector(text));
  const targets = utterances.map(({ language }) => (language === "tr" ? (1 as const) : (-1 as const)));
  const random = mulberry32(9);
  const folds = utterances.map(() => Math.floor(random() * FOLDS));
  const margins: number[][] = [];
  const labels: number[] = [];
  for (let held = 0; held < FOLDS; held++) {
    const seen = [...vectors.keys()].filter((i) => folds[i] !== held);
    const model = fitMachine(
      seen.map((i) => vectors[i]!),
      seen.map((i) => targets[i]!),
    );
    for (const i of vectors.keys()) {
      if (folds[i] !== held) continue;
      const margin = marginOf(model, vectors[i]!);
      margins.push([margin, -margin]);
      labels.push(targets[i] === 1 ? 0 : 1);
    }
  }
  return { ...fitMachine(vectors, targets), calibration: fitCalibration(margins, labels, 2) };
}

/** Signed distance: positive is Turkish. */
export function languageMargin(model: LinearModel, text: string): number {
  return marginOf(model, toLanguageVector(text));
}

/** The probability that a text of that margin is Turkish. */
export function turkishProbability(model: LanguageModel, margin: number): number {
  return applyCalibration([margin, -margin], model.calibration)[0]!;
}

export function packLanguageModel(model: LanguageModel): LanguageModelFile {
  const scale = model.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const weights = Uint8Array.from(model.weights, (weight) => Math.round(weight / scale) & 0xff);
  const round = (value: number) => Number(value.toPrecision(6));
  return {
    scale: round(scale),
    bias: round(model.bias),
    calibration: {
      scale: round(model.calibration.scale),
      offsets: model.calibration.offsets.map(round),
    },
    weights: Buffer.from(weights).toString("base64"),
  };
}

export function unpackLanguageModel(file: LanguageModelFile): LanguageModel {
  const bytes = Buffer.from(file.weights, "base64");
  return {
    bias: file.bias,
    calibration: file.calibration,
    weights: Float32Array.from(bytes, (byte) => (byte > 127 ? byte - 256 : byte) * file.scale),
  };
}

function fitMachine(vectors: readonly SparseVector[], targets: readonly (1 | -1)[]): LinearModel {
  return trainLinearSvm(vectors, targets, GRAMS.buckets, SVM);
}

function marginOf(model: LinearModel, vector: SparseVector): number {
  let sum = model.bias;
  for (const [k, index] of vector.indices.entries()) sum += model.weights[index]! * vector.values[k]!;
  return sum;
}

function toLanguageVector(text: string): SparseVector {
  const counts = hashedGrams(text, GRAMS);
  const values = Float32Array.from(counts.values(), (count) => 1 + Math.log(count));
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return { indices: Uint32Array.from(counts.keys()), values: values.map((value) => value / length) };
}
