"use client";

import { useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";
import type { Import } from "@/server/imports/schemas";
import { ImportRows } from "./import-rows";
import { outcomeTones } from "./labels";
import { useRefusedFile } from "./use-refused-file";

/** What came of a file, or would: in figures, by row, and what an undo has left. */
export function ImportReport({ current }: { current: Import }) {
  const t = useTranslations("imports.report");
  const format = useFormat();
  const { counts, state, stoppedAt } = current;
  const isTrial = state === "checked";
  const refused = useRefusedFile(current);
  return (
    <div className="flex flex-col gap-4">
      <Ending current={current} />
      {stoppedAt && (
        <Notice tone="warn" title={t("stopped")}>
          {t(`stoppedAt.${stopReason(stoppedAt.reason)}`, { row: stoppedAt.row })}
        </Notice>
      )}
      {state === "undone" ? (
        <>
          <p>{t("undoThings", counts.undo)}</p>
          <KeptThings current={current} />
        </>
      ) : (
        <>
          {state !== "refused" && <p>{t("things", counts.things)}</p>}
          <ul className="flex flex-wrap gap-2">
            {(["created", "updated", "unchanged", "refused"] as const).map((outcome) => (
              <li key={outcome}>
                <Badge tone={counts.rows[outcome] > 0 ? outcomeTones[outcome] : "neutral"}>
                  {t(`${isTrial ? "wouldBe" : "outcomes"}.${outcome}`)}{" "}
                  <span data-figure>{format.number(counts.rows[outcome])}</span>
                </Badge>
              </li>
            ))}
            {counts.rows.remarked > 0 && (
              <li>
                <Badge tone="warn">{t("reasons", { count: counts.rows.remarked })}</Badge>
              </li>
            )}
          </ul>
          {counts.rows.refused > 0 && (
            <Button
              icon={<Download aria-hidden size={16} />}
              onClick={refused.download}
              loading={refused.isLoading}
              className="self-start"
            >
              {t("download")}
            </Button>
          )}
          <ImportRows key={`${current.id} ${state}`} current={current} isTrial={isTrial} />
        </>
      )}
    </div>
  );
}

function Ending({ current }: { current: Import }) {
  const t = useTranslations("imports.report");
  if (current.state === "refused") {
    return (
      <Notice tone="danger" title={t("refused")}>
        {t("refusedHint")}
      </Notice>
    );
  }
  if (current.state === "cancelled") {
    return (
      <Notice tone="warn" title={t("cancelled")}>
        {t(current.mode === "whole" ? "cancelledWhole" : "cancelledHint")}
      </Notice>
    );
  }
  if (current.state === "failed") {
    return (
      <Notice tone="danger" title={t("failed")}>
        {t("failedHint")}
      </Notice>
    );
  }
  return null;
}

function stopReason(reason: string) {
  const known = (["broken", "tooManyRows", "tooLarge", "fileGone"] as const).find((one) => one === reason);
  return known ?? "other";
}

function KeptThings({ current }: { current: Import }) {
  const t = useTranslations("imports.report");
  const format = useFormat();
  const trpc = useTRPC();
  const kept = useQuery(trpc.imports.kept.queryOptions({ importId: current.id }));
  if (!kept.data || kept.data.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{t("kept")}</h3>
      <ul className="flex flex-col">
        {kept.data.map(({ row, label, why }) => (
          <li key={`${row} ${label}`} className="flex flex-wrap gap-x-3 border-line border-b py-2 text-sm">
            <span className="text-ink-faint" data-figure>
              {format.number(row)}
            </span>
            <bdi className="font-medium">{label}</bdi>
            <span className="text-ink-muted">{t(`keptWhy.${why}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
