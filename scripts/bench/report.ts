/** One measured figure. `ratio` compares with `baseline`, measured in the same run, side by side. */
export type Figure = {
  value: number;
  unit: string;
  baseline?: number;
  ratio?: number;
  p50Ms?: number;
  p95Ms?: number;
  /** What the product has promised; shown beside the figure, never asserted. */
  target?: string;
  [detail: string]: number | string | boolean | undefined;
};

export type Figures = Record<string, Figure>;

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest rank; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Figures as lines of a table for people. */
export function printTable(figures: Figures): string {
  const head = ["figure", "value", "baseline", "ratio", "p50 ms", "p95 ms", "target", "more"];
  const known = new Set(["value", "unit", "baseline", "ratio", "p50Ms", "p95Ms", "target"]);
  const rows = Object.entries(figures).map(([name, figure]) => [
    name,
    `${figure.value} ${figure.unit}`,
    String(figure.baseline ?? ""),
    String(figure.ratio ?? ""),
    String(figure.p50Ms ?? ""),
    String(figure.p95Ms ?? ""),
    figure.target ?? "",
    Object.entries(figure)
      .filter(([key, value]) => !known.has(key) && value !== undefined)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
