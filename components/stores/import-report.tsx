"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";
import type { ImportRow, ImportReport as Report } from "@/server/stores/schemas";

const tones: Record<ImportRow["outcome"], Tone> = {
  imported: "success",
  updated: "accent",
  unchanged: "neutral",
  skipped: "warn",
};

/** What became of each row of the file, the troubled ones first to be seen. */
export function ImportReport({ report }: { report: Report }) {
  const t = useTranslations("stores");
  const format = useFormat();
  const troubled = report.rows.filter((row) => row.problems.length > 0);
  const [isNarrow, setNarrow] = useState(troubled.length > 0);
  const columns: Column<ImportRow>[] = [
    {
      key: "row",
      header: t("report.row"),
      width: "4.5rem",
      align: "end",
      cell: ({ row }) => format.number(row),
    },
    {
      key: "number",
      header: t("report.number"),
      width: "8rem",
      hideBelow: "sm",
      cell: ({ orderNumber }) => <bdi dir="ltr">{orderNumber}</bdi>,
    },
    {
      key: "outcome",
      header: t("report.outcome"),
      width: "7rem",
      cell: ({ outcome }) => <Badge tone={tones[outcome]}>{t(`report.outcomes.${outcome}`)}</Badge>,
    },
    { key: "what", header: t("report.what"), cell: (row) => <Problems row={row} /> },
  ];
  return (
    <div className="flex flex-col gap-4">
      {report.stoppedAt && (
        <Notice tone="warn" title={t("report.stopped")}>
          {t(`report.stoppedAt.${report.stoppedAt.reason}`, { row: report.stoppedAt.row })}
        </Notice>
      )}
      <p>{t("report.orders", report.orders)}</p>
      <ul className="flex flex-wrap gap-2">
        {(["imported", "updated", "unchanged", "skipped"] as const).map((outcome) => (
          <li key={outcome}>
            <Badge tone={report.counts[outcome] > 0 ? tones[outcome] : "neutral"}>
              {t(`report.outcomes.${outcome}`)}{" "}
              <span data-figure>{format.number(report.counts[outcome])}</span>
            </Badge>
          </li>
        ))}
      </ul>
      <Checkbox
        checked={isNarrow}
        onCheckedChange={setNarrow}
        disabled={troubled.length === 0}
        label={troubled.length === 0 ? t("report.noProblems") : t("report.onlyProblems")}
      />
      <DataTable
        label={t("report.rows")}
        columns={columns}
        rows={isNarrow ? troubled : report.rows}
        rowKey={(row) => String(row.row)}
        maxHeight="calc(100dvh - 24rem)"
        empty={<p className="p-4 text-ink-muted">{t("report.noProblems")}</p>}
      />
    </div>
  );
}

function Problems({ row }: { row: ImportRow }) {
  const t = useTranslations("stores");
  return (
    <ul className="whitespace-normal text-sm">
      {row.problems.map(({ code, column, value }) => (
        <li key={`${code} ${column}`}>
          {t(`problems.${code}`, { column: column ? t(`fields.${column}`) : "", value: value ?? "" })}
        </li>
      ))}
    </ul>
  );
}
