"use client";

import { useTranslations } from "next-intl";
import { DailyChart, type DailyPoint } from "@/components/charts/daily-chart";
import { useWorkspace } from "@/components/trpc";
import { useFormat } from "@/lib/format/use-format";
import type { FigureReport } from "@/server/insight/schemas";

/** The same figures by day: four pictures, each with its table and its file. */
export function FigureCharts({ report }: { report: FigureReport | undefined }) {
  const t = useTranslations("insight");
  const format = useFormat();
  const { slug } = useWorkspace();
  const days = report?.days ?? [];
  const points: DailyPoint[] = days.map(({ day, ...values }) => ({ day, values }));
  const shared = { points, loading: !report };
  const fileOf = (name: string) => [slug, name, days[0]?.day, days.at(-1)?.day].filter(Boolean).join("-");
  return (
    <div className="grid gap-3 lg:grid-cols-2 lg:gap-4">
      <DailyChart
        {...shared}
        title={t("charts.messages.title")}
        series={[{ key: "messagesIn", label: t("figures.messagesIn.label"), colour: 2 }]}
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
        series={[{ key: "medianFirstResponseS", label: t("charts.firstResponse.median"), colour: 1 }]}
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
    </div>
  );
}
