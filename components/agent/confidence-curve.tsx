"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";

type Point = { threshold: number; coverage: number; precision: number };

const width = 300;
const height = 140;

/** Two lines over the score from which an intent counts as clear: how much passes, and how much of that is right. */
export function ConfidenceCurve({ points, threshold }: { points: readonly Point[]; threshold: number }) {
  const t = useTranslations("agent.teach.curve");
  const format = useFormat();
  const path = (value: (point: Point) => number) =>
    points
      .map((point, i) => `${i === 0 ? "M" : "L"}${point.threshold * width} ${height - value(point) * height}`)
      .join(" ");
  const now = points.reduce((best, point) =>
    Math.abs(point.threshold - threshold) < Math.abs(best.threshold - threshold) ? point : best,
  );
  return (
    <figure className="flex flex-col gap-3">
      <svg viewBox={`-2 -4 ${width + 4} ${height + 8}`} className="w-full" role="img" aria-label={t("title")}>
        <path d={`M0 ${height}H${width}M0 0H${width}`} className="stroke-line" strokeWidth={1} />
        <path d={`M${threshold * width} 0V${height}`} className="stroke-ink-faint" strokeDasharray="4 4" />
        <path d={path(({ precision }) => precision)} className="stroke-chart-1" fill="none" strokeWidth={2} />
        <path
          d={path(({ coverage }) => coverage)}
          className="stroke-chart-2"
          fill="none"
          strokeWidth={2}
          strokeDasharray="6 3"
        />
      </svg>
      <figcaption className="flex flex-col gap-1 text-ink-muted text-sm">
        <span>{t("at", { threshold: format.percent(now.threshold) })}</span>
        <span className="flex items-center gap-2">
          <span aria-hidden className="h-0.5 w-5 bg-chart-1" />
          {t("precision", { share: format.percent(now.precision) })}
        </span>
        <span className="flex items-center gap-2">
          <span aria-hidden className="h-0.5 w-5 bg-chart-2" />
          {t("coverage", { share: format.percent(now.coverage) })}
        </span>
      </figcaption>
    </figure>
  );
}
