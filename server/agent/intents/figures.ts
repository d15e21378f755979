/** How well guesses fit the truth. Rates are 0–1. */
export type Figures = {
  accuracy: number;
  /** The mean of F1 over the labels that the test has. */
  macroF1: number;
  n: number;
  perLabel: { label: string; precision: number; recall: number; f1: number; n: number }[];
  /** `rows[i][j]`: texts of `labels[i]` taken for `labels[j]`. */
  confusion: { labels: readonly string[]; rows: number[][] };
};

/** @param truth and `guesses` are places in `labels` */
export function classificationFigures(
  truth: readonly number[],
  guesses: readonly number[],
  labels: readonly string[],
): Figures {
  const rows = labels.map(() => new Array<number>(labels.length).fill(0));
  for (const [i, right] of truth.entries()) rows[right]![guesses[i]!]!++;
  const perLabel = labels.map((label, c) => {
    const hits = rows[c]![c]!;
    const n = rows[c]!.reduce((sum, count) => sum + count, 0);
    const guessed = rows.reduce((sum, row) => sum + row[c]!, 0);
    const precision = guessed > 0 ? hits / guessed : 0;
    const recall = n > 0 ? hits / n : 0;
    const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
    return { label, precision, recall, f1, n };
  });
  const asked = perLabel.filter(({ n }) => n > 0);
  const hits = rows.reduce((sum, row, c) => sum + row[c]!, 0);
  return {
    accuracy: truth.length > 0 ? hits / truth.length : 0,
    macroF1: asked.reduce((sum, { f1 }) => sum + f1, 0) / (asked.length || 1),
    n: truth.length,
    perLabel,
    confusion: { labels, rows },
  };
}

/** The last line of every evaluation: `accuracy 0.9312 macroF1 0.9204 n 1234`. */
export function lastLine({ accuracy, macroF1, n }: Pick<Figures, "accuracy" | "macroF1" | "n">): string {
  return `accuracy ${accuracy.toFixed(4)} macroF1 ${macroF1.toFixed(4)} n ${n}`;
}
