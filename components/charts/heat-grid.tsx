"use client";

import Grid3x3 from "lucide-react/icons/grid-3x3";
import Table2 from "lucide-react/icons/table-2";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { directionOf } from "@/lib/i18n/locales";
import { ChartCard } from "./chart-card";

type Cell = { row: number; column: number };

/**
 * Values by two things at once, as shades that pointer and arrow keys read: the table says the numbers. A value of null
 * is not there at all (a week that is yet to come); zero is drawn as empty.
 */
export function HeatGrid(props: {
  title: string;
  hint?: string;
  loading: boolean;
  rowLabel: string;
  rows: readonly string[];
  columns: readonly string[];
  /** Which columns are named above the shades; all by default. */
  isNamed?: (column: number) => boolean;
  values: readonly (readonly (number | null)[])[];
  formatValue: (value: number) => string;
  /** The value of the darkest shade; the highest by default. */
  top?: number;
  fileName: string;
  onOpen?: (cell: Cell) => void;
}) {
  const t = useTranslations("common");
  const help = useId();
  const [isTable, setTable] = useState(false);
  const [active, setActive] = useState<Cell | null>(null);
  const isRtl = directionOf(useLocale()) === "rtl";
  const { rows, columns, values } = props;
  const all = values.flat();
  const top = props.top ?? Math.max(1, ...all.map((value) => value ?? 0));
  const valueAt = ({ row, column }: Cell) => values[row]?.[column] ?? null;
  const tell = (value: number | null) => (value === null ? "" : props.formatValue(value));
  const shown = active && valueAt(active);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && active && shown) return props.onOpen?.(active);
    const next = cellAfter(event.key, active, { row: rows.length - 1, column: columns.length - 1 }, isRtl);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  }

  return (
    <ChartCard
      title={props.title}
      hint={props.hint}
      loading={props.loading}
      isEmpty={all.every((value) => !value)}
      file={{
        name: props.fileName,
        heading: [props.rowLabel, ...columns],
        rows: rows.map((name, row) => [
          name,
          ...columns.map((_, column) => String(valueAt({ row, column }) ?? "")),
        ]),
      }}
      actions={
        <IconButton
          size="sm"
          label={isTable ? t("chart.picture") : t("chart.table")}
          aria-pressed={isTable}
          disabled={props.loading}
          icon={isTable ? <Grid3x3 aria-hidden size={16} /> : <Table2 aria-hidden size={16} />}
          onClick={() => setTable(!isTable)}
        />
      }
    >
      <p role="status" className="mb-2 min-h-5 text-sm">
        {active && shown !== null && (
          <>
            <span className="text-ink-muted">{`${rows[active.row]}, ${columns[active.column]}: `}</span>
            <span className="font-medium tabular-nums">{tell(shown)}</span>
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: shades that arrow keys read have no element of their own. */}
      <div
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its cells are read with the arrow keys.
        tabIndex={0}
        aria-label={props.title}
        aria-describedby={help}
        onKeyDown={onKeyDown}
        onBlur={() => setActive(null)}
        onPointerLeave={() => setActive(null)}
        className="relative overflow-x-auto rounded-md"
      >
        <table className="w-full border-separate border-spacing-0.5 text-xs" aria-label={props.title}>
          <thead>
            <tr className="text-ink-faint">
              <th scope="col" className="pe-2 text-start font-normal">
                <span className="sr-only">{props.rowLabel}</span>
              </th>
              {columns.map((name, column) => (
                <th key={name} scope="col" className="font-normal tabular-nums">
                  {isTable || (props.isNamed?.(column) ?? true) ? (
                    name
                  ) : (
                    <span className="sr-only">{name}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((name, row) => (
              <tr key={name}>
                <th scope="row" className="whitespace-nowrap pe-2 text-start font-normal text-ink-muted">
                  {name}
                </th>
                {columns.map((column, index) => {
                  const cell = { row, column: index };
                  const value = valueAt(cell);
                  const isActive = active?.row === row && active.column === index;
                  return (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the grid opens the cell that the keys have chosen.
                    <td
                      key={column}
                      onPointerEnter={() => setActive(cell)}
                      onClick={() => value && props.onOpen?.(cell)}
                      className="h-6 min-w-4 rounded-sm text-center tabular-nums"
                      style={{
                        background: isTable || value === null ? undefined : shade(value / top),
                        outline: isActive ? "2px solid var(--focus)" : undefined,
                        cursor: value && props.onOpen ? "pointer" : undefined,
                      }}
                    >
                      {isTable ? tell(value) : <span className="sr-only">{tell(value)}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <span id={help} className="sr-only">
        {t("chart.gridHelp")}
      </span>
    </ChartCard>
  );
}

/** From hardly there to full; nothing is the paper's own shade. */
function shade(share: number): string {
  if (share <= 0) return "var(--sunken)";
  return `color-mix(in oklch, var(--chart-2) ${Math.round(12 + 88 * Math.min(1, share))}%, var(--surface))`;
}

/** The cell a key leads to, null for none, undefined when it is not a key of movement. */
function cellAfter(key: string, active: Cell | null, last: Cell, isRtl: boolean): Cell | null | undefined {
  if (key === "Escape") return null;
  const step: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowRight: [0, isRtl ? -1 : 1],
    ArrowLeft: [0, isRtl ? 1 : -1],
  };
  const move = step[key];
  if (!move) return undefined;
  if (!active) return { row: 0, column: 0 };
  const within = (value: number, most: number) => Math.max(0, Math.min(most, value));
  return {
    row: within(active.row + move[0], last.row),
    column: within(active.column + move[1], last.column),
  };
}
