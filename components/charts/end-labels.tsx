import { colourOf, type DailyPoint, type DailySeries } from "./daily-data";

const lineHeight = 16;

/**
 * The names of the series beside where they end, instead of a legend; pushed apart where they would touch.
 *
 * @param plotHeight of the drawing between its top margin and the day's axis, in px
 */
export function EndLabels(props: {
  points: readonly DailyPoint[];
  series: readonly DailySeries[];
  kind: "bar" | "line";
  top: number;
  plotHeight: number;
}) {
  const last = props.points.at(-1);
  let stacked = 0;
  const wanted = props.series.map((one, index) => {
    const value = last?.values[one.key] ?? 0;
    const height = props.kind === "bar" ? stacked + value / 2 : value;
    stacked += value;
    return { one, index, y: props.plotHeight * (1 - Math.min(1, height / (props.top || 1))) };
  });
  return (
    <ul className="relative w-28 shrink-0 text-sm max-sm:hidden" style={{ height: props.plotHeight }}>
      {spread(wanted, props.plotHeight).map(({ one, index, y }) => (
        <li
          key={one.key}
          className="absolute inset-x-0 flex items-center gap-1.5 truncate leading-4"
          style={{ top: y - lineHeight / 2 + 8 }}
        >
          <span aria-hidden className="h-0.5 w-2 shrink-0" style={{ background: colourOf(one, index) }} />
          <span className="truncate text-ink-muted" title={one.label}>
            {one.label}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Moves labels apart, from the lowest upwards, and back down where the top is full. */
function spread<Label extends { y: number }>(labels: readonly Label[], height: number): Label[] {
  const ordered = [...labels].sort((a, b) => b.y - a.y);
  let floor = height - lineHeight / 2;
  const placed = ordered.map((label) => {
    const y = Math.min(label.y, floor);
    floor = y - lineHeight;
    return { ...label, y };
  });
  const above = Math.max(0, lineHeight / 2 - (placed.at(-1)?.y ?? height));
  return placed.map((label, index) => ({ ...label, y: label.y + (index > 0 || above ? above : 0) }));
}
