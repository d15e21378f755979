/** One day of a picture, as the workspace's calendar counts days (or another point of time); a value may be unknown. */
export type DailyPoint = { day: string; values: Readonly<Record<string, number | null>> };

export type DailySeries = {
  key: string;
  label: string;
  /** Which of the six chart colours; by its place without it. */
  colour?: 1 | 2 | 3 | 4 | 5 | 6;
};

export function colourOf(series: DailySeries, index: number): string {
  return `var(--chart-${series.colour ?? (index % 6) + 1})`;
}

/** A round top for an axis that starts at zero, and its ticks: 0, 25, 50, 75, 100 for 87. */
export function zeroBasedTicks(highest: number): number[] {
  const steps = 4;
  const rough = Math.max(highest, 1) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  // Whole things are counted here: half a message is no tick.
  const step = Math.max(1, Math.ceil(factor * power));
  return Array.from({ length: steps + 1 }, (_, tick) => tick * step).filter(
    (tick) => tick === 0 || tick - step < highest || tick === step,
  );
}

/** The highest that is drawn on one day: the sum where series stand on each other. */
export function highestOf(
  points: readonly DailyPoint[],
  keys: readonly string[],
  isStacked: boolean,
): number {
  const tops = points.map(({ values }) => {
    const drawn = keys.map((key) => values[key] ?? 0);
    return isStacked ? drawn.reduce((sum, value) => sum + value, 0) : Math.max(0, ...drawn);
  });
  return Math.max(0, ...tops);
}

export function totalOf(points: readonly DailyPoint[], key: string): number {
  return points.reduce((sum, { values }) => sum + (values[key] ?? 0), 0);
}

/** Whether there is anything to draw. */
export function isEmptyPeriod(points: readonly DailyPoint[], keys: readonly string[]): boolean {
  return points.every(({ values }) => keys.every((key) => !values[key]));
}
