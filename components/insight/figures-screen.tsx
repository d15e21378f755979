"use client";

import Share2 from "lucide-react/icons/share-2";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePermission } from "@/components/members/use-permission";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useFeature, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { Notice } from "@/components/ui/notice";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { LinkTabs } from "@/components/ui/tabs";
import { useFormat } from "@/lib/format/use-format";
import { type FigureSpan, figureSpans } from "@/server/insight/rules";
import { isUntouched } from "./compare";
import { FigureCards } from "./figure-cards";
import { FigureCharts } from "./figure-charts";
import type { OpenedRows } from "./figure-rows";
import { useTellSpan } from "./tell-span";
import { useFigures } from "./use-figures";

// Below what is seen first, or behind a press.
const FigureBreakdowns = dynamic(
  lasting(() => import("./figure-breakdowns").then((file) => file.FigureBreakdowns)),
  {
    ssr: false,
  },
);
const FigureCustomers = dynamic(
  lasting(() => import("./figure-customers").then((file) => file.FigureCustomers)),
  {
    ssr: false,
  },
);
const FigureRows = dynamic(
  lasting(() => import("./figure-rows").then((file) => file.FigureRows)),
  { ssr: false },
);

/**
 * What the workspace's conversations came to today or in the last days, moving as messages come in.
 *
 * @param props.asked the span in days as the address has it; a week for whatever is none
 */
export function FiguresScreen({ asked }: { asked: string }) {
  const days: FigureSpan = figureSpans.find((span) => String(span) === asked) ?? 7;
  const t = useTranslations("insight");
  const format = useFormat();
  const { slug, timeZone } = useWorkspace();
  const figures = useFigures(days);
  const report = figures.data;
  const tellSpan = useTellSpan();
  const { isAllowed: mayShare } = usePermission("embed.list");
  const canShare = useFeature("embeds");
  const [opened, setOpened] = useState<OpenedRows | null>(null);
  const fileOf = (name: string) =>
    [slug, name, ...[report?.points[0], report?.points.at(-1)].map((point) => point?.at.slice(0, 10))]
      .filter(Boolean)
      .join("-");

  return (
    <PanelPage
      title={t("title")}
      description={t("description", { zone: (report?.timeZone ?? timeZone).replaceAll("_", " ") })}
      action={
        mayShare &&
        canShare && (
          <Button href={`/w/${slug}/insight/embeds`} icon={<Share2 aria-hidden size={16} />}>
            {t("share")}
          </Button>
        )
      }
      filters={
        <LinkTabs
          label={t("span")}
          className="w-full max-sm:w-[calc(100%+2rem)]"
          items={figureSpans.map((span) => ({
            href: `/w/${slug}/insight?days=${span}`,
            label: tellSpan(span),
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
          <FigureCards report={report} onOpen={setOpened} />
          <FigureCharts report={report} fileOf={fileOf} />
          <FigureBreakdowns report={report} fileOf={fileOf} onOpen={setOpened} />
          <FigureCustomers days={days} fileOf={fileOf} onOpen={setOpened} />
          <FigureRows opened={opened} days={days} onClose={() => setOpened(null)} />
        </div>
      )}
    </PanelPage>
  );
}

function FiguresFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (errorCode(error) === "PERMISSION_DENIED") return <ForbiddenState />;
  return <ErrorState onRetry={onRetry} />;
}
