"use client";

import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/charts/chart-card";
import { useFormat } from "@/lib/format/use-format";
import type { FigureReport } from "@/server/insight/schemas";
import type { OpenedRows } from "./figure-rows";

/** Which clocks were met and which missed; each number opens its conversations. Nothing where no target was ever set. */
export function FigureClocks(props: {
  report: FigureReport | undefined;
  fileOf: (name: string) => string;
  onOpen: (rows: OpenedRows) => void;
}) {
  const t = useTranslations("insight.clocks");
  const format = useFormat();
  const clocks = props.report?.clocks ?? [];
  if (clocks.length === 0) return null;
  const shareOf = (met: number, missed: number) => (met + missed === 0 ? null : met / (met + missed));
  // With a decimal: one that was late among hundreds is not all of them in time.
  const tell = (share: number | null) => (share === null ? "–" : format.percent(share, 1));
  const cell = "h-9 ps-3 text-end tabular-nums whitespace-nowrap max-sm:h-11";
  const toFile = (share: number | null) => (share === null ? "" : String(Math.round(share * 1_000) / 10));
  return (
    <ChartCard
      title={t("title")}
      hint={t("hint")}
      loading={false}
      isEmpty={false}
      file={{
        name: props.fileOf(t("file")),
        heading: [t("clock"), t("met"), t("missed"), t("share"), t("before")],
        rows: clocks.map(({ clock, met, missed, metBefore, missedBefore }) => [
          t(clock),
          String(met),
          String(missed),
          toFile(shareOf(met, missed)),
          toFile(shareOf(metBefore, missedBefore)),
        ]),
      }}
    >
      <div className="relative overflow-x-auto">
        <table className="w-full" aria-label={t("title")}>
          <thead>
            <tr className="text-ink-muted text-sm [&>th]:font-medium">
              <th scope="col" className="h-7 text-start">
                {t("clock")}
              </th>
              {(["met", "missed", "share", "before"] as const).map((column) => (
                <th key={column} scope="col" className="h-7 ps-3 text-end">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clocks.map(({ clock, met, missed, metBefore, missedBefore }) => (
              <tr key={clock} className="border-line border-t">
                <th scope="row" className="min-w-24 text-start font-normal">
                  {t(clock)}
                </th>
                {(["clockMet", "clockMissed"] as const).map((figure) => {
                  const label = t(figure === "clockMet" ? "openMet" : "openMissed", { clock: t(clock) });
                  return (
                    <td key={figure} className={cell}>
                      <button
                        type="button"
                        aria-label={`${label}: ${figure === "clockMet" ? met : missed}`}
                        onClick={() => props.onOpen({ figure, key: clock, label })}
                        className="h-full min-w-8 text-end hover:underline"
                      >
                        {format.number(figure === "clockMet" ? met : missed)}
                      </button>
                    </td>
                  );
                })}
                <td className={cell}>{tell(shareOf(met, missed))}</td>
                <td className={cell}>{tell(shareOf(metBefore, missedBefore))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ChartCard>
  );
}
