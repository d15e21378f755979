import { Buffer } from "node:buffer";
import { dot, type SparseVector } from "./linear-svm";
import { bucketLookUp, type IntentModel } from "./train-intents";
import { countIntentTerms, toVector } from "./vectors";

/**
 * What a workspace's examples change in the model of its kind: a few thousand weights in 8 bits, stored by feature.
 * Intents of its own come after the kind's.
 */
export type Difference = {
  intents: readonly string[];
  /** Hash bucket of each feature, ascending. */
  buckets: Uint32Array;
  /** Where a feature's weights begin in `classes` and `weights`; one more than features. */
  starts: Uint32Array;
  classes: Uint8Array;
  weights: Int8Array;
  /** One per intent: weight = value × scale. */
  scales: number[];
  biases: number[];
};

/** A Difference as JSON, numbers in base64. */
export type DifferenceFile = {
  intents: string[];
  scales: number[];
  biases: number[];
  buckets: string;
  starts: string;
  classes: string;
  weights: string;
};

/** What an intent that the kind does not know scores before anything is learnt. */
export const UNKNOWN_MARGIN = -1;
/** Smaller weights decide nothing. */
const LEAST_WEIGHT = 0.004;

/** The share of memory that a difference takes, in bytes. */
export const sizeOfDifference = (one: Difference): number =>
  one.buckets.byteLength + one.starts.byteLength + one.classes.byteLength + one.weights.byteLength + 1_000;

/** @param rows weights of each intent over the features of `buckets` */
export function packDifference(
  intents: readonly string[],
  buckets: Uint32Array,
  rows: readonly Float32Array[],
  biases: readonly number[],
): Difference {
  const scales = rows.map((row) => row.reduce((most, w) => Math.max(most, Math.abs(w)), 0) / 127 || 1);
  const kept: number[] = [];
  const starts: number[] = [0];
  const classes: number[] = [];
  const weights: number[] = [];
  for (let feature = 0; feature < buckets.length; feature++) {
    const before = classes.length;
    for (const [c, row] of rows.entries()) {
      const value = Math.round(row[feature]! / scales[c]!);
      if (value === 0 || Math.abs(row[feature]!) < LEAST_WEIGHT) continue;
      classes.push(c);
      weights.push(value);
    }
    if (classes.length === before) continue;
    kept.push(buckets[feature]!);
    starts.push(classes.length);
  }
  return {
    intents,
    buckets: Uint32Array.from(kept),
    starts: Uint32Array.from(starts),
    classes: Uint8Array.from(classes),
    weights: Int8Array.from(weights),
    scales,
    biases: [...biases],
  };
}

export function toDifferenceFile(one: Difference): DifferenceFile {
  return {
    intents: [...one.intents],
    scales: one.scales,
    biases: one.biases,
    buckets: base64(one.buckets),
    starts: base64(one.starts),
    classes: base64(one.classes),
    weights: base64(one.weights),
  };
}

export function fromDifferenceFile(file: DifferenceFile): Difference {
  return {
    intents: file.intents,
    scales: file.scales,
    biases: file.biases,
    buckets: new Uint32Array(bytes(file.buckets)),
    starts: new Uint32Array(bytes(file.starts)),
    classes: new Uint8Array(bytes(file.classes)),
    weights: new Int8Array(bytes(file.weights)),
  };
}

/** The margins of a text: the kind's, and the difference on top. */
export function marginsWith(base: IntentModel, difference: Difference, text: string): number[] {
  const counts = countIntentTerms(text);
  const known = toVector(counts, bucketLookUp(base.buckets), base.idf);
  const margins = difference.intents.map((_, c) => {
    const own = base.weights[c];
    const start = own ? dot(own, known) + base.biases[c]! : UNKNOWN_MARGIN;
    return start + difference.biases[c]!;
  });
  const all = fullVector(base, counts);
  for (let k = 0; k < all.indices.length; k++) {
    const feature = find(difference.buckets, all.indices[k]!);
    if (feature < 0) continue;
    const end = difference.starts[feature + 1]!;
    for (let at = difference.starts[feature]!; at < end; at++) {
      const c = difference.classes[at]!;
      margins[c] = margins[c]! + difference.weights[at]! * difference.scales[c]! * all.values[k]!;
    }
  }
  return margins;
}

/** A vector over all buckets: those that the kind's model has never seen weigh as the rarest do. */
export function fullVector(base: IntentModel, counts: ReadonlyMap<number, number>): SparseVector {
  const lookUp = bucketLookUp(base.buckets);
  const rarest = rarestOf(base);
  const indices = Uint32Array.from(counts.keys());
  const values = new Float32Array(indices.length);
  let squares = 0;
  let k = 0;
  for (const [bucket, count] of counts) {
    const feature = lookUp(bucket);
    const value = (1 + Math.log(count)) * (feature < 0 ? rarest : base.idf[feature]!);
    values[k++] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  return { indices, values: values.map((value) => value / length) };
}

const rarests = new WeakMap<IntentModel, number>();

function rarestOf(base: IntentModel): number {
  const known = rarests.get(base);
  if (known !== undefined) return known;
  const rarest = base.idf.reduce((most, value) => Math.max(most, value), 1);
  rarests.set(base, rarest);
  return rarest;
}

function find(sorted: Uint32Array, bucket: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle]!;
    if (value === bucket) return middle;
    if (value < bucket) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

const base64 = (array: Uint32Array | Uint8Array | Int8Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

const bytes = (text: string): ArrayBuffer => {
  const buffer = Buffer.from(text, "base64");
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength) as ArrayBuffer;
};
