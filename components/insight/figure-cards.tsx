"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import { Figure } from "@/components/ui/figure";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import type { FigureReport } from "@/server/insight/schemas";
import { figureKeys, isSpan, ratioOf, trendOf } from "./compare";
import { FigureMeaning } from "./figure-meaning";
import type { OpenedRows } from "./figure-rows";

/** The figures, each with its change against the period before and its line by day. */
export function FigureCards({
  report,
  onOpen,
}: {
  report: FigureReport | undefined;
  onOpen: (rows: OpenedRows) => void;
}) {
  const t = useTranslations("insight");
  const tell = useTellFigure();
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-5 lg:gap-4">
      {figureKeys.map((figure) => {
        const { key } = figure;
        const label = t(`figures.${key}.label`);
        return (
          <li key={key} className="contents">
            <Figure
              loading={!report}
              label={
                <span className="flex items-start justify-between gap-2">
                  {label}
                  <FigureMeaning label={label}>
                    {t(`figures.${key}.meaning`, { minutes: report?.minutesPerAnswer ?? 0 })}
                  </FigureMeaning>
                </span>
              }
              value={
                report && (
                  <button
                    type="button"
                    onClick={() => onOpen({ figure: key, label })}
                    title={t("rows.open", { figure: label })}
                    aria-label={`${tell(key, report.total[key])}. ${t("rows.open", { figure: label })}`}
                    className="-mx-1 rounded-sm px-1 hover:bg-hover max-sm:min-h-11"
                  >
                    {tell(key, report.total[key])}
                  </button>
                )
              }
              change={
                report && {
                  ratio: ratioOf(report.total[key], report.before[key]),
                  goodWhen: "goodWhen" in figure ? figure.goodWhen : undefined,
                }
              }
              trend={report && !isSpan(key) ? trendOf(report.points, key) : undefined}
              hint={key === "minutesSaved" && <Assumption minutes={report?.minutesPerAnswer} />}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** What "time saved" rests on, and where to change it. */
function Assumption({ minutes }: { minutes: number | undefined }) {
  const t = useTranslations("insight");
  const { slug } = useWorkspace();
  if (minutes === undefined) return <Skeleton className="w-48 max-w-full" />;
  return (
    <>
      {t("assumption", { minutes })}{" "}
      <Link
        href={`/w/${slug}/settings#minutes-per-answer`}
        className="text-accent-text underline underline-offset-2"
      >
        {t("changeAssumption")}
      </Link>
    </>
  );
}

/** How a figure reads: counts as numbers, the two spans of time in units; work in hours, as a day of it is not 24. */
function useTellFigure() {
  const t = useTranslations("insight");
  const format = useFormat();
  return (key: string, value: number | null): string => {
    if (value === null) return "–";
    if (isSpan(key)) {
      return value < 1 ? t("underASecond") : format.duration(value * 1_000);
    }
    if (key !== "minutesSaved") return format.number(value);
    return value < 120 ? t("minutes", { minutes: value }) : t("hours", { hours: value / 60 });
  };
}
