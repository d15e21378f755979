"use client";

import { useTranslations } from "next-intl";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { LinkTabs } from "@/components/ui/tabs";
import { useFormat } from "@/lib/format/use-format";
import { figureSpans } from "@/server/insight/rules";
import { isUntouched } from "./compare";
import { FigureCards } from "./figure-cards";
import { FigureCharts } from "./figure-charts";
import { useFigures } from "./use-figures";

/** What the workspace's conversations came to in the last 7 or 30 days, moving as messages come in. */
export function FiguresScreen({ days }: { days: 7 | 30 }) {
  const t = useTranslations("insight");
  const format = useFormat();
  const { slug, timeZone } = useWorkspace();
  const figures = useFigures(days);
  const report = figures.data;

  return (
    <PanelPage
      title={t("title")}
      description={t("description", { zone: (report?.timeZone ?? timeZone).replaceAll("_", " ") })}
      filters={
        <LinkTabs
          label={t("span")}
          className="w-full max-sm:w-[calc(100%+2rem)]"
          items={figureSpans.map((span) => ({
            href: `/w/${slug}/insight?days=${span}`,
            label: t("lastDays", { days: span }),
            active: span === days,
          }))}
        />
      }
    >
      {!report && figures.isError ? (
        <FiguresFailure error={figures.error} onRetry={() => figures.refetch()} />
      ) : (
        <div className="flex flex-col gap-3 lg:gap-4" aria-busy={figures.isPending || undefined}>
          {figures.isError && (
            <Notice
              tone="warn"
              title={t("stale.title")}
              action={
                <Button size="sm" loading={figures.isFetching} onClick={() => figures.refetch()}>
                  {t("stale.retry")}
                </Button>
              }
            >
              {t("stale.hint", { time: format.time(figures.dataUpdatedAt) })}
            </Notice>
          )}
          {report && isUntouched(report) && (
            <Notice
              title={t("empty.title")}
              action={
                <Button size="sm" href={`/w/${slug}/channels`}>
                  {t("empty.connect")}
                </Button>
              }
            >
              {t("empty.hint")}
            </Notice>
          )}
          <FigureCards report={report} days={days} />
          <FigureCharts report={report} />
        </div>
      )}
    </PanelPage>
  );
}

function FiguresFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (errorCode(error) === "PERMISSION_DENIED") return <ForbiddenState />;
  return <ErrorState onRetry={onRetry} />;
}
