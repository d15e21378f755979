"use client";

import { useTranslations } from "next-intl";
import { DailyChart } from "@/components/charts/daily-chart";
import { Button } from "@/components/ui/button";
import { Figure } from "@/components/ui/figure";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";
import type { RunFigures as Figures } from "@/server/workflows/schemas";

/** How often they are looked at again. */
export const figuresRefetchMs = 15_000;

/** The last day at a glance: how much ended, how well and how fast, and whether something is stuck. */
export function RunFigures({
  figures: { data, isPending },
  onShowStuck,
}: {
  figures: { data: Figures | undefined; isPending: boolean };
  onShowStuck: () => void;
}) {
  const t = useTranslations("workflows.figures");
  const tStatus = useTranslations("workflows.status");
  const tCommon = useTranslations("common");
  const format = useFormat();
  if (!data && !isPending) return null;
  const duration = (ms: number | null | undefined) => (ms == null ? "–" : format.duration(ms));
  const stuck = data?.open.stuck ?? 0;
  return (
    <>
      {stuck > 0 && (
        <Notice
          tone="warn"
          title={t("stuck", { count: stuck })}
          action={
            <Button size="sm" onClick={onShowStuck}>
              {t("showStuck")}
            </Button>
          }
        >
          {t("stuckHint")}
        </Notice>
      )}
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure loading={isPending} label={t("ended")} value={format.number(data?.ended ?? 0)} />
        <Figure
          loading={isPending}
          label={t("failedShare")}
          value={data?.failedShare == null ? "–" : format.percent(data.failedShare, 1)}
        />
        <Figure loading={isPending} label={t("median")} value={duration(data?.medianMs)} />
        <Figure loading={isPending} label={t("p95")} value={duration(data?.p95Ms)} />
      </div>
      <DailyChart
        title={t("title")}
        hint={t("hint")}
        loading={isPending}
        csvName="automatic-work"
        pointLabel={tCommon("chart.hour")}
        formatPoint={{ long: format.dateTime, short: format.time }}
        points={(data?.hours ?? []).map(({ at, ...values }) => ({ day: at, values }))}
        series={[
          { key: "completed", label: tStatus("completed"), colour: 1 },
          { key: "failed", label: tStatus("failed"), colour: 2 },
          { key: "cancelled", label: tStatus("cancelled"), colour: 3 },
        ]}
      />
    </>
  );
}
