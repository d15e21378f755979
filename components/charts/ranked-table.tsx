"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "@/lib/format/use-format";
import { ChartCard } from "./chart-card";

export type RankedRow = { key: string; label: string; values: Readonly<Record<string, number>> };

const firstRows = 8;

/**
 * Things by how much there is of each: the first column is drawn as a bar behind its name, all can be read, and each
 * row opens what is behind it.
 */
export function RankedTable(props: {
  title: string;
  hint?: string;
  /** What a row is, for the file and the head of the table. */
  rowLabel: string;
  columns: readonly { key: string; label: string }[];
  rows: readonly RankedRow[];
  colour?: 1 | 2 | 3 | 4 | 5 | 6;
  loading: boolean;
  fileName: string;
  onOpen?: (row: RankedRow) => void;
  /** The name of the press that opens a row. */
  openLabel?: (row: RankedRow) => string;
}) {
  const t = useTranslations("common");
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const { columns, rows } = props;
  const first = columns[0]?.key ?? "";
  const top = Math.max(1, ...rows.map(({ values }) => values[first] ?? 0));
  const shown = isWhole ? rows : rows.slice(0, firstRows);
  const cell = "h-9 ps-3 text-end tabular-nums whitespace-nowrap max-sm:h-11";
  return (
    <ChartCard
      title={props.title}
      hint={props.hint}
      loading={props.loading}
      isEmpty={rows.length === 0}
      file={{
        name: props.fileName,
        heading: [props.rowLabel, ...columns.map(({ label }) => label)],
        rows: rows.map(({ label, values }) => [label, ...columns.map(({ key }) => String(values[key] ?? 0))]),
      }}
    >
      <div className="relative overflow-x-auto">
        <table className="w-full" aria-label={props.title}>
          <thead>
            <tr className="text-ink-muted text-sm [&>th]:font-medium">
              <th scope="col" className="h-7 text-start">
                {props.rowLabel}
              </th>
              {columns.map(({ key, label }) => (
                <th key={key} scope="col" className="h-7 ps-3 text-end">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.key} className="border-line border-t">
                <th scope="row" className="relative w-full min-w-32 font-normal">
                  <span
                    aria-hidden
                    className="absolute inset-y-1 start-0 rounded-sm opacity-20"
                    style={{
                      width: `${((row.values[first] ?? 0) / top) * 100}%`,
                      background: `var(--chart-${props.colour ?? 2})`,
                    }}
                  />
                  {props.onOpen ? (
                    <button
                      type="button"
                      onClick={() => props.onOpen?.(row)}
                      title={props.openLabel?.(row)}
                      className="relative flex h-9 w-full items-center px-2 text-start hover:underline max-sm:h-11"
                    >
                      <bdi className="truncate">{row.label}</bdi>
                    </button>
                  ) : (
                    <bdi className="relative block truncate px-2 text-start">{row.label}</bdi>
                  )}
                </th>
                {columns.map(({ key }) => (
                  <td key={key} className={cell}>
                    {format.number(row.values[key] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > firstRows && (
        <button
          type="button"
          onClick={() => setWhole(!isWhole)}
          className="mt-2 min-h-8 text-accent-text text-sm underline underline-offset-2 max-sm:min-h-11"
        >
          {isWhole ? t("chart.fewer") : t("chart.all", { count: rows.length })}
        </button>
      )}
    </ChartCard>
  );
}
