/** One scale for all classes and one offset each: raw margins → probabilities by softmax. */
export type Calibration = { scale: number; offsets: number[] };

/** Probabilities that sum to one. */
export function applyCalibration(margins: readonly number[], calibration: Calibration): number[] {
  const logits = margins.map((margin, i) => calibration.scale * margin + calibration.offsets[i]!);
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

const STEPS = 400;
const STEP_SIZE = 0.5;
/** More say no more than a spread sample of them. */
const MAX_ROWS = 2_000;
/** Margins of examples that were all misread would turn the scale round; a score must not fall as its margin grows. */
const LEAST_SCALE = 0.5;

/**
 * Fits the calibration on margins of examples that the model had not seen, by gradient descent on the negative log
 * likelihood (temperature scaling with class offsets, Guo et al. 2017).
 */
export function fitCalibration(
  allMargins: readonly (readonly number[])[],
  allLabels: readonly number[],
  classes: number,
): Calibration {
  const stride = Math.ceil(allMargins.length / MAX_ROWS) || 1;
  const margins = allMargins.filter((_, i) => i % stride === 0);
  const labels = allLabels.filter((_, i) => i % stride === 0);
  const calibration: Calibration = { scale: 3, offsets: new Array<number>(classes).fill(0) };
  if (margins.length === 0) return calibration;
  for (let step = 0; step < STEPS; step++) {
    let scaleGradient = 0;
    const offsetGradients = new Array<number>(classes).fill(0);
    for (const [row, rowMargins] of margins.entries()) {
      const probabilities = applyCalibration(rowMargins, calibration);
      for (let c = 0; c < classes; c++) {
        const error = probabilities[c]! - (labels[row] === c ? 1 : 0);
        scaleGradient += error * rowMargins[c]!;
        offsetGradients[c] = offsetGradients[c]! + error;
      }
    }
    calibration.scale = Math.max(
      LEAST_SCALE,
      calibration.scale - (STEP_SIZE * 4 * scaleGradient) / margins.length,
    );
    for (let c = 0; c < classes; c++) {
      calibration.offsets[c] = calibration.offsets[c]! - (STEP_SIZE * offsetGradients[c]!) / margins.length;
    }
  }
  return calibration;
}
