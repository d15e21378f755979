import { foldText } from "@/lib/text/fold";
import { applyCalibration, type Calibration } from "./calibration";
import { classificationFigures, type Figures } from "./figures";
import { groupEqualTexts, requireKnownLabels } from "./labelled-lines";
import { type Labelled, rawMargins, trainIntentModel } from "./train-intents";

/** A point of the curve: what a threshold lets through and how much of it is right. All 0–1. */
export type CurvePoint = {
  threshold: number;
  /** Share of texts with an intent that pass. */
  coverage: number;
  /** Share of those that are right. */
  precision: number;
  /** Share of texts without an intent that do not pass; null where there are none. */
  oosRecall: number | null;
};

export type IntentJudgement = Figures & {
  /** The same texts typed in ASCII and small letters. */
  ascii: { accuracy: number; macroF1: number };
  /** Chosen where, on what was not trained on, 95 % of what passes is right; `on` says on what. */
  threshold: CurvePoint & { on: "dev" | "held-out training" };
  /** At `threshold`; `precisionOfAll` counts a text without an intent that passes as wrong. */
  oos: { n: number; recall: number; precisionOfAll: number; auroc: number } | null;
  /** On the test, by threshold. */
  curve: CurvePoint[];
  trainMs: number;
  /** For one text, on average. */
  classifyMs: number;
};

type Scored = { confidence: number; isRight: boolean };

const WANTED_PRECISION = 0.95;

/**
 * Trains on some examples and judges on others, with the product's own classifier. Thresholds are chosen on `dev`, or
 * on the held-out parts of the training where there is none, never on the test.
 *
 * @throws UnreadableExamples when the test or dev has labels that the training has not
 */
export function judgeIntents(input: {
  train: readonly Labelled[];
  test: readonly Labelled[];
  dev?: readonly Labelled[] | undefined;
  /** Texts that have none of the intents. */
  oos?: readonly string[] | undefined;
}): IntentJudgement {
  const known = new Set(input.train.map(({ intent }) => intent));
  requireKnownLabels(input.test, known, "The test");
  if (input.dev) requireKnownLabels(input.dev, known, "The development split");

  const startedAt = performance.now();
  const model = trainIntentModel(groupEqualTexts(input.train));
  const trainMs = performance.now() - startedAt;
  const label = (intent: string) => model.intents.indexOf(intent);
  const guess = (text: string) => decide(rawMargins(model, text), model.calibration);

  const testedAt = performance.now();
  const guesses = input.test.map(({ text }) => guess(text));
  const classifyMs = (performance.now() - testedAt) / input.test.length;
  const ascii = input.test.map(({ text }) => guess(foldText(text)));
  const truth = input.test.map(({ intent }) => label(intent));
  const figures = classificationFigures(
    truth,
    guesses.map(({ best }) => best),
    model.intents,
  );
  const asciiFigures = classificationFigures(
    truth,
    ascii.map(({ best }) => best),
    model.intents,
  );

  const score = (one: { best: number; confidence: number }, right: number): Scored => ({
    confidence: one.confidence,
    isRight: one.best === right,
  });
  const development = input.dev
    ? input.dev.map(({ text, intent }) => score(guess(text), label(intent)))
    : model.heldOut.margins.map((margins, i) =>
        score(decide(margins, model.calibration), model.heldOut.labels[i]!),
      );
  const tested = guesses.map((one, i) => score(one, truth[i]!));
  const outside = (input.oos ?? []).map((text) => guess(text).confidence);
  const threshold = chooseThreshold(development);
  const point = pointAt(threshold, tested, outside);
  return {
    ...figures,
    ascii: { accuracy: asciiFigures.accuracy, macroF1: asciiFigures.macroF1 },
    threshold: { ...point, on: input.dev ? "dev" : "held-out training" },
    oos: outside.length > 0 ? outOfScope(threshold, tested, outside, point) : null,
    curve: Array.from({ length: 20 }, (_, i) => pointAt(i / 20, tested, outside)),
    trainMs: Math.round(trainMs),
    classifyMs: Math.round(classifyMs * 1_000) / 1_000,
  };
}

/** The likeliest intent, and how sure: its probability, lowered where even its own boundary is far. */
function decide(margins: readonly number[], calibration: Calibration): { best: number; confidence: number } {
  const probabilities = applyCalibration(margins, calibration);
  let best = 0;
  for (const [c, value] of probabilities.entries()) if (value > probabilities[best]!) best = c;
  const near = 1 / (1 + Math.exp(-3 * margins[best]! - 1));
  return { best, confidence: probabilities[best]! * near };
}

/**
 * The lowest threshold at which 95 % of what passes is right; where everything passing is that good already, the one
 * that lets 95 % of the texts through, since a threshold of nothing would let everything through.
 */
function chooseThreshold(scored: readonly Scored[]): number {
  const ranked = [...scored].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  let passing = 0;
  for (const [i, one] of ranked.entries()) {
    if (one.isRight) right++;
    if (right / (i + 1) >= WANTED_PRECISION) passing = i;
  }
  return ranked[Math.min(passing, Math.floor(ranked.length * 0.95))]?.confidence ?? 0;
}

function pointAt(threshold: number, scored: readonly Scored[], outside: readonly number[]): CurvePoint {
  const passing = scored.filter(({ confidence }) => confidence >= threshold);
  const right = passing.filter(({ isRight }) => isRight).length;
  const refused = outside.filter((confidence) => confidence < threshold).length;
  return {
    threshold,
    coverage: passing.length / scored.length,
    precision: passing.length > 0 ? right / passing.length : 1,
    oosRecall: outside.length > 0 ? refused / outside.length : null,
  };
}

function outOfScope(
  threshold: number,
  scored: readonly Scored[],
  outside: readonly number[],
  point: CurvePoint,
): NonNullable<IntentJudgement["oos"]> {
  const passing = scored.filter(({ confidence }) => confidence >= threshold);
  const right = passing.filter(({ isRight }) => isRight).length;
  const strangers = outside.filter((confidence) => confidence >= threshold).length;
  return {
    n: outside.length,
    recall: point.oosRecall ?? 0,
    precisionOfAll: passing.length + strangers > 0 ? right / (passing.length + strangers) : 1,
    auroc: areaUnderCurve(
      scored.map(({ confidence }) => confidence),
      outside,
    ),
  };
}

/** The chance that a text with an intent scores higher than one without (rank sum; ties count half). */
function areaUnderCurve(inside: readonly number[], outside: readonly number[]): number {
  const sorted = [...outside].sort((a, b) => a - b);
  let sum = 0;
  for (const value of inside) {
    const below = countBelow(sorted, value, false);
    sum += below + (countBelow(sorted, value, true) - below) / 2;
  }
  return sum / (inside.length * outside.length);
}

function countBelow(sorted: readonly number[], value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const passes = orEqual ? sorted[middle]! <= value : sorted[middle]! < value;
    if (passes) low = middle + 1;
    else high = middle;
  }
  return low;
}
