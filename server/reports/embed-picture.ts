const width = 480;
const height = 160;
const gutter = 34;
const axis = 20;

/** Text as it may stand in a page, in an attribute too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

type Bars = {
  days: readonly { long: string; short: string }[];
  series: readonly { label: string; colour: string; values: readonly number[] }[];
  isRtl: boolean;
  formatValue: (value: number) => string;
  /** What an empty period says. */
  empty: string;
};

/** Bars that stand on each other, from zero; under the pointer each says its day and value. */
export function drawBars({ days, series, isRtl, formatValue, empty }: Bars): string {
  const sums = days.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const top = roundTop(Math.max(0, ...sums));
  const step = (width - gutter) / Math.max(1, days.length);
  const left = (index: number) => gutter + (isRtl ? days.length - 1 - index : index) * step;
  const y = (value: number) => (height - axis) * (1 - value / top) + 4;
  const grid = [0, top / 2, top]
    .map(
      (value) =>
        `<line x1="${gutter}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="var(--line)"/>` +
        `<text x="${gutter - 6}" y="${y(value) + 4}" text-anchor="end" direction="ltr">${escapeHtml(formatValue(value))}</text>`,
    )
    .join("");
  const bars = days
    .map((day, index) => {
      let stacked = 0;
      const parts = series.map(({ colour, values }) => {
        const value = values[index] ?? 0;
        const [from, to] = [y(stacked), y(stacked + value)];
        stacked += value;
        return value === 0
          ? ""
          : `<rect x="${(left(index) + step * 0.12).toFixed(1)}" y="${to.toFixed(1)}" width="${(step * 0.76).toFixed(1)}" height="${(from - to).toFixed(1)}" rx="1.5" fill="var(${colour})"/>`;
      });
      const said = series
        .map(({ label, values }) => `${label}: ${formatValue(values[index] ?? 0)}`)
        .join(", ");
      return `<g><title>${escapeHtml(`${day.long}. ${said}`)}</title><rect x="${left(index).toFixed(1)}" y="0" width="${step.toFixed(1)}" height="${height - axis}" fill="transparent"/>${parts.join("")}</g>`;
    })
    .join("");
  const named = [0, Math.floor((days.length - 1) / 2), days.length - 1];
  const labels = [...new Set(named)]
    .map((index) => {
      const isFirst = (index === 0) !== isRtl;
      const anchor = index !== 0 && index !== days.length - 1 ? "middle" : isFirst ? "start" : "end";
      // What is anchored from the left is still read from the right.
      const short = escapeHtml(days[index]?.short ?? "");
      const said = isRtl ? `\u2067${short}\u2069` : short;
      const x = anchor === "middle" ? left(index) + step / 2 : anchor === "start" ? gutter : width;
      return `<text x="${x.toFixed(1)}" y="${height}" text-anchor="${anchor}" direction="ltr">${said}</text>`;
    })
    .join("");
  const key = series
    .map(
      ({ label, colour }) =>
        `<span><svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true"><rect width="9" height="9" rx="2" fill="var(${colour})"/></svg> ${escapeHtml(label)}</span>`,
    )
    .join("");
  const nothing = sums.every((sum) => sum === 0)
    ? `<text x="${(width + gutter) / 2}" y="${height / 2}" text-anchor="middle">${escapeHtml(empty)}</text>`
    : "";
  return `<div class="key">${key}</div><svg class="bars" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(series.map(({ label }) => label).join(", "))}" direction="ltr">${grid}${bars}${labels}${nothing}</svg>`;
}

/** Weekdays by hours as shades; under the pointer each says its value. */
export function drawHeat(heat: {
  rows: readonly string[];
  values: readonly (readonly number[])[];
  isRtl: boolean;
  formatValue: (value: number) => string;
}): string {
  const cell = (width - gutter) / 24;
  const top = Math.max(1, ...heat.values.flat());
  const cells = heat.values.flatMap((hours, row) =>
    hours.map((value, hour) => {
      const x = heat.isRtl ? (23 - hour) * cell : gutter + hour * cell;
      const fill =
        value === 0
          ? 'fill="var(--sunken)"'
          : `fill="var(--c2)" fill-opacity="${(0.15 + (0.85 * value) / top).toFixed(2)}"`;
      const said = `${heat.rows[row]}, ${String(hour).padStart(2, "0")}.00: ${heat.formatValue(value)}`;
      return `<rect x="${x.toFixed(1)}" y="${row * cell}" width="${(cell - 2).toFixed(1)}" height="${(cell - 2).toFixed(1)}" rx="2" ${fill}><title>${escapeHtml(said)}</title></rect>`;
    }),
  );
  const names = heat.rows.map(
    (name, row) =>
      `<text x="${heat.isRtl ? width : 0}" y="${row * cell + cell / 2 + 3}" text-anchor="${heat.isRtl ? "end" : "start"}" direction="ltr">${escapeHtml(name)}</text>`,
  );
  return `<svg viewBox="0 0 ${width} ${(7 * cell).toFixed(0)}" role="img" aria-label="${escapeHtml(heat.rows.join(", "))}" direction="ltr">${cells.join("")}${names.join("")}</svg>`;
}

/** 1, 2, 5, 10, 20, 50 … at least as high as what is drawn. */
function roundTop(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= highest && top >= 2) ?? 2;
}
