import { dot, type LinearModel, mulberry32, type SparseVector, trainLinearSvm } from "./linear-svm.ts";

/**
 * What the training of a difference is given and gives back: plain arrays, so that it crosses to a thread. This file
 * and `linear-svm.ts` are loaded by Node itself there, outside any bundle: they import nothing else.
 */
export type TrainingTask = {
  /** How many features the vectors have. */
  features: number;
  vectors: SparseVector[];
  /** What the kind's model says of each text, intent after intent: `texts × intents`. */
  margins: Float32Array;
  /** Place of each text's intent. */
  labels: number[];
  intents: number;
  /** Of so many texts, the first ones, the held-out margins are wanted: the workspace's own. */
  own: number;
};

export type TrainingResult = {
  rows: Float32Array[];
  biases: number[];
  /** `own × intents`: margins of the workspace's examples by machines that had not seen them. */
  heldOut: Float32Array;
};

const FOLDS = 3;
const SVM = { cost: 4, positiveWeight: 2, tolerance: 0.05, seed: 7 };
/** Rounds over the texts, fewer where there are many: a training stays below five seconds. */
const ROUNDS = 40;
const FEW_ROUNDS = 12;
const MANY = 2_500;

/** Trains the difference of each intent, and each again without a third of the workspace's examples to judge it. */
export function trainDifference(task: TrainingTask): TrainingResult {
  // The kind's own examples alone would only move its boundaries a little.
  if (task.own === 0) return nothing(task);
  const all = [...task.vectors.keys()];
  const final = fitMachines(task, all);
  const random = mulberry32(3);
  const fold = all.map((i) => (i < task.own ? Math.floor(random() * FOLDS) : -1));
  const heldOut = new Float32Array(task.own * task.intents);
  for (let held = 0; held < FOLDS; held++) {
    const tested = all.filter((i) => fold[i] === held);
    if (tested.length === 0) continue;
    const machines = fitMachines(
      task,
      all.filter((i) => fold[i] !== held),
    );
    for (const i of tested) {
      for (const [c, machine] of machines.entries()) {
        heldOut[i * task.intents + c] =
          task.margins[i * task.intents + c]! + dot(machine.weights, task.vectors[i]!) + machine.bias;
      }
    }
  }
  return { rows: final.map(({ weights }) => weights), biases: final.map(({ bias }) => bias), heldOut };
}

function nothing({ intents, features }: TrainingTask): TrainingResult {
  return {
    rows: Array.from({ length: intents }, () => new Float32Array(features)),
    biases: new Array<number>(intents).fill(0),
    heldOut: new Float32Array(0),
  };
}

function fitMachines(task: TrainingTask, chosen: readonly number[]): LinearModel[] {
  const vectors = chosen.map((i) => task.vectors[i]!);
  return Array.from({ length: task.intents }, (_, c) =>
    trainLinearSvm(
      vectors,
      chosen.map((i) => (task.labels[i] === c ? 1 : -1)),
      task.features,
      { ...SVM, maxEpochs: chosen.length > MANY ? FEW_ROUNDS : ROUNDS },
      chosen.map((i) => task.margins[i * task.intents + c]!),
    ),
  );
}
