"use client";

import { useLocale, useTranslations } from "next-intl";
import { DailyChart, type DailyPoint } from "@/components/charts/daily-chart";
import { createFormat } from "@/lib/format/format";
import { useFormat } from "@/lib/format/use-format";
import type { FigureReport } from "@/server/insight/schemas";
import { Activation } from "./activation";

/** The same figures by day (of today by hour): pictures, each with its table and its file. */
export function FigureCharts({
  report,
  fileOf,
}: {
  report: FigureReport | undefined;
  fileOf: (name: string) => string;
}) {
  const t = useTranslations("insight");
  const common = useTranslations("common");
  const format = useFormat();
  // A Monday of the calendar is a date without a zone.
  const calendar = createFormat(useLocale(), "UTC");
  const points: DailyPoint[] = (report?.points ?? []).map(({ at, ...values }) => ({ day: at, values }));
  const isToday = report?.span === 1;
  const shared = {
    points,
    loading: !report,
    ...(isToday
      ? { formatPoint: { long: format.time, short: format.time }, pointLabel: common("chart.hour") }
      : {}),
  };
  const weeks: DailyPoint[] = (report?.weeks ?? []).map(({ week, started, resolved }) => ({
    day: week,
    values: { share: started === 0 ? null : Math.round((resolved / started) * 100) },
  }));
  return (
    <div className="grid gap-3 lg:grid-cols-2 lg:gap-4">
      <DailyChart
        {...shared}
        title={t("charts.messages.title")}
        series={[
          { key: "messagesIn", label: t("charts.messages.in"), colour: 2 },
          { key: "messagesOut", label: t("charts.messages.out"), colour: 5 },
        ]}
        csvName={fileOf(t("charts.messages.file"))}
      />
      <DailyChart
        {...shared}
        title={t("charts.outcomes.title")}
        hint={t("charts.outcomes.hint")}
        series={[
          { key: "resolvedConfirmed", label: t("charts.outcomes.confirmed"), colour: 2 },
          { key: "resolvedAssumed", label: t("charts.outcomes.assumed"), colour: 5 },
          { key: "handedOff", label: t("charts.outcomes.handedOff"), colour: 4 },
        ]}
        csvName={fileOf(t("charts.outcomes.file"))}
      />
      <DailyChart
        {...shared}
        kind="line"
        title={t("charts.firstResponse.title")}
        series={[
          { key: "medianFirstResponseS", label: t("charts.firstResponse.median"), colour: 1 },
          { key: "p90FirstResponseS", label: t("charts.firstResponse.p90"), colour: 4 },
        ]}
        formatValue={(seconds) => format.duration(seconds * 1_000)}
        csvName={fileOf(t("charts.firstResponse.file"))}
      />
      <DailyChart
        {...shared}
        title={t("charts.saved.title")}
        // A space of its own keeps the line while it is not known.
        hint={report ? t("assumption", { minutes: report.minutesPerAnswer }) : "\u00a0"}
        series={[{ key: "minutesSaved", label: t("charts.saved.minutes"), colour: 3 }]}
        csvName={fileOf(t("charts.saved.file"))}
      />
      <DailyChart
        points={weeks}
        loading={!report}
        kind="line"
        title={t("charts.deflection.title")}
        hint={t("charts.deflection.hint")}
        series={[{ key: "share", label: t("charts.deflection.share"), colour: 2 }]}
        formatValue={(share) => format.percent(share / 100)}
        formatPoint={{ long: calendar.date, short: calendar.shortDate }}
        pointLabel={t("charts.deflection.week")}
        atLeast={100}
        csvName={fileOf(t("charts.deflection.file"))}
      />
      <Activation />
    </div>
  );
}
