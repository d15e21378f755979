"use client";

import ChartColumn from "lucide-react/icons/chart-column";
import Download from "lucide-react/icons/download";
import Table2 from "lucide-react/icons/table-2";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { lasting } from "@/components/ui/lasting";
import { Skeleton } from "@/components/ui/skeleton";
import { createFormat } from "@/lib/format/format";
import { directionOf } from "@/lib/i18n/locales";
import {
  colourOf,
  type DailyPoint,
  type DailySeries,
  highestOf,
  isEmptyPeriod,
  totalOf,
  zeroBasedTicks,
} from "./daily-data";
import { DailyTable } from "./daily-table";
import { downloadDailyCsv } from "./download-csv";
import { EndLabels } from "./end-labels";

export type { DailyPoint } from "./daily-data";

const plotHeight = 224;
const axisHeight = 32;

const DailyPlot = dynamic(
  lasting(() => import("./daily-plot")),
  {
    ssr: false,
    loading: () => <Skeleton className="h-full" />,
  },
);

type DailyChartProps = {
  title: string;
  hint?: string;
  /** Every day of the period in order, the empty ones too. */
  points: readonly DailyPoint[];
  series: readonly DailySeries[];
  /** Bars stand on each other; lines are for what does not add up. */
  kind?: "bar" | "line";
  /** How a value reads, 1.234 by default. */
  formatValue?: (value: number) => string;
  /** How a point that is no day reads, whole and short. */
  formatPoint?: { long: (at: string) => string; short: (at: string) => string };
  /** What a point is, above its column: “day” by default. */
  pointLabel?: string;
  /** The top of the axis at least: 100 for shares in percent. */
  atLeast?: number;
  /** Name of the file, without its ending. */
  csvName: string;
  /** Values of days add up to a total; not so for medians and shares. */
  hasTotal?: boolean;
  loading?: boolean;
};

/**
 * Figures by day: as a picture that pointer and arrow keys read, as a table, as CSV. The axis starts at zero; an
 * empty period is drawn as empty.
 */
export function DailyChart(props: DailyChartProps) {
  const t = useTranslations("common");
  const locale = useLocale();
  const help = useId();
  const [isTable, setTable] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  const { points, series, kind = "bar", hasTotal = kind === "bar" } = props;

  // A day of the workspace's calendar is a date without a zone; it must not move by the reader's.
  const format = createFormat(locale, "UTC");
  const point = props.formatPoint ?? { long: format.date, short: format.shortDate };
  const pointLabel = props.pointLabel ?? t("chart.day");
  const formatValue = props.formatValue ?? ((value: number) => format.number(value));
  const keys = series.map(({ key }) => key);
  const ticks = zeroBasedTicks(Math.max(props.atLeast ?? 0, highestOf(points, keys, kind === "bar")));
  const isRtl = directionOf(locale) === "rtl";
  const shown = active === null ? null : points[active];

  function onKeyDown(event: KeyboardEvent) {
    const next = dayAfter(event.key, active, points.length - 1, isRtl);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  }

  const reading = series.map((one, index) => {
    const value = shown ? shown.values[one.key] : hasTotal ? totalOf(points, one.key) : undefined;
    return {
      key: one.key,
      label: one.label,
      colour: colourOf(one, index),
      text: value === undefined ? "" : value === null ? "–" : formatValue(value),
    };
  });

  return (
    <Card
      title={props.title}
      hint={props.hint}
      action={
        <div className="flex gap-1">
          <IconButton
            size="sm"
            label={isTable ? t("chart.picture") : t("chart.table")}
            aria-pressed={isTable}
            icon={isTable ? <ChartColumn aria-hidden size={16} /> : <Table2 aria-hidden size={16} />}
            onClick={() => setTable(!isTable)}
          />
          <IconButton
            size="sm"
            label={t("chart.csv")}
            disabled={props.loading || points.length === 0}
            icon={<Download aria-hidden size={16} />}
            onClick={() => downloadDailyCsv(props.csvName, pointLabel, points, series)}
          />
        </div>
      }
    >
      {props.loading ? (
        <Skeleton className="h-[18rem]" />
      ) : isTable ? (
        <DailyTable
          label={props.title}
          points={points}
          series={series}
          pointLabel={pointLabel}
          formatDay={point.long}
          formatValue={formatValue}
          hasTotal={hasTotal}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <div role="status" className="flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-sm">
            <span className="text-ink-faint">
              {shown ? point.long(shown.day) : hasTotal && t("chart.total")}
            </span>
            {reading.map((one) => (
              <span key={one.key} className="inline-flex items-center gap-1.5">
                <span aria-hidden className="size-2 rounded-full" style={{ background: one.colour }} />
                <span className="text-ink-muted">{one.label}</span>
                <span className="font-medium tabular-nums">{one.text}</span>
              </span>
            ))}
          </div>
          <div className="flex gap-3">
            {/* biome-ignore lint/a11y/useSemanticElements: a picture that arrow keys read has no element of its own. */}
            <div
              role="group"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: its days are read with the arrow keys.
              tabIndex={0}
              aria-label={props.title}
              aria-describedby={help}
              onKeyDown={onKeyDown}
              onBlur={() => setActive(null)}
              dir="ltr"
              className="relative min-w-0 flex-1 rounded-md"
              style={{ height: plotHeight + axisHeight }}
            >
              <DailyPlot
                points={points}
                series={series}
                kind={kind}
                ticks={ticks}
                active={active}
                onActive={setActive}
                formatDay={point.short}
                formatTick={formatValue}
                isRtl={isRtl}
              />
              {isEmptyPeriod(points, keys) && (
                <p
                  dir="auto"
                  className="pointer-events-none absolute inset-0 flex items-center justify-center pb-8 text-ink-faint"
                >
                  {t("chart.empty")}
                </p>
              )}
            </div>
            {series.length > 1 && !isEmptyPeriod(points, keys) && (
              <EndLabels
                points={points}
                series={series}
                kind={kind}
                top={ticks.at(-1) ?? 1}
                plotHeight={plotHeight}
              />
            )}
          </div>
          <span id={help} className="sr-only">
            {t("chart.help")}
          </span>
        </div>
      )}
    </Card>
  );
}

/** The day a key leads to, null for none, undefined when it is not a key of movement. */
function dayAfter(
  key: string,
  active: number | null,
  last: number,
  isRtl: boolean,
): number | null | undefined {
  if (key === "Escape") return null;
  if (last < 0) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return last;
  const isForward = key === (isRtl ? "ArrowLeft" : "ArrowRight");
  const isBack = key === (isRtl ? "ArrowRight" : "ArrowLeft");
  if (isForward) return Math.min(last, (active ?? -1) + 1);
  if (isBack) return Math.max(0, (active ?? last + 1) - 1);
  return undefined;
}
