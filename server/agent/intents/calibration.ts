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

/**
 * Fits the calibration on margins of examples that the model had not seen, by gradient descent on the negative log
 * likelihood (temperature scaling with class offsets, Guo et al. 2017).
 */
export function fitCalibration(
  margins: readonly (readonly number[])[],
  labels: readonly number[],
): Calibration {
  const classes = margins[0]?.length ?? 0;
  const calibration: Calibration = { scale: 3, offsets: new Array<number>(classes).fill(0) };
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
    calibration.scale -= (STEP_SIZE * 4 * scaleGradient) / margins.length;
    for (let c = 0; c < classes; c++) {
      calibration.offsets[c] = calibration.offsets[c]! - (STEP_SIZE * offsetGradients[c]!) / margins.length;
    }
  }
  return calibration;
}
