/** A sparse vector in two parallel arrays. */
export type SparseVector = { indices: Uint32Array; values: Float32Array };

export type SvmOptions = {
  /** Cost of an example on the wrong side of the margin. */
  cost: number;
  /** Weight of the positive class: it is the rarer one in one-versus-rest. */
  positiveWeight: number;
  maxEpochs: number;
  /** Training stops when no projected gradient is larger than this. */
  tolerance: number;
  seed: number;
};

export type LinearModel = { weights: Float32Array; bias: number };

/**
 * Trains one linear support vector machine (L2-regularised, squared hinge loss) by dual coordinate descent
 * (Hsieh et al. 2008). Deterministic for a seed. The bias is a constant feature of value 1.
 *
 * @param targets +1 or −1 for each example
 * @param offsets what another model says of each example already: then only the difference to it is learnt
 */
export function trainLinearSvm(
  examples: readonly SparseVector[],
  targets: readonly (1 | -1)[],
  dimensions: number,
  options: SvmOptions,
  offsets?: ArrayLike<number>,
): LinearModel {
  const weights = new Float64Array(dimensions);
  let bias = 0;
  const alphas = new Float64Array(examples.length);
  const diagonal = examples.map(
    (_, i) => 0.5 / (options.cost * (targets[i] === 1 ? options.positiveWeight : 1)),
  );
  const norms = examples.map((example, i) => squaredNorm(example) + 1 + diagonal[i]!);
  const random = mulberry32(options.seed);
  let order = Array.from(examples.keys());
  // Examples far on the right side are left out of the next rounds, and looked at again at the end (shrinking).
  let farGradient = Number.POSITIVE_INFINITY;

  for (let epoch = 0; epoch < options.maxEpochs; epoch++) {
    shuffle(order, random);
    let largest = 0;
    let kept = 0;
    for (const i of order) {
      const example = examples[i]!;
      const target = targets[i]!;
      const alpha = alphas[i]!;
      const gradient =
        target * (dot(weights, example) + bias + (offsets?.[i] ?? 0)) - 1 + diagonal[i]! * alpha;
      if (alpha === 0 && gradient > farGradient) continue;
      order[kept++] = i;
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      largest = Math.max(largest, Math.abs(projected));
      if (Math.abs(projected) < 1e-12) continue;
      const next = Math.max(alpha - gradient / norms[i]!, 0);
      const step = (next - alpha) * target;
      alphas[i] = next;
      const { indices, values } = example;
      for (let k = 0; k < indices.length; k++) {
        const index = indices[k]!;
        weights[index] = weights[index]! + step * values[k]!;
      }
      bias += step;
    }
    order.length = kept;
    if (largest >= options.tolerance) {
      farGradient = largest;
      continue;
    }
    if (kept === examples.length) break;
    order = Array.from(examples.keys());
    farGradient = Number.POSITIVE_INFINITY;
  }
  return { weights: Float32Array.from(weights), bias };
}

/** The inner product of dense weights and a sparse vector. */
export function dot(weights: Float32Array | Float64Array, vector: SparseVector): number {
  let sum = 0;
  const { indices, values } = vector;
  for (let k = 0; k < indices.length; k++) sum += weights[indices[k]!]! * values[k]!;
  return sum;
}

function squaredNorm(vector: SparseVector): number {
  let sum = 0;
  for (const value of vector.values) sum += value * value;
  return sum;
}

/** A small deterministic random generator (mulberry32), uniform in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(items: number[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swap = items[i]!;
    items[i] = items[j]!;
    items[j] = swap;
  }
}
