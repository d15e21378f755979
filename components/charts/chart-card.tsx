"use client";

import Download from "lucide-react/icons/download";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { writeCsv } from "@/lib/csv/write-csv";
import { downloadText } from "@/lib/files/download-text";

/** What a picture or list says, as a file. */
export type ChartFile = { name: string; heading: readonly string[]; rows: readonly (readonly string[])[] };

/** A part of the figures with its file one click away; an empty one says so. */
export function ChartCard(props: {
  title: string;
  hint?: ReactNode;
  loading: boolean;
  isEmpty: boolean;
  file: ChartFile;
  actions?: ReactNode;
  /** The height that is kept while it loads. */
  className?: string;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  const { file } = props;
  return (
    <Card
      title={props.title}
      hint={props.hint}
      className={props.className}
      action={
        <div className="flex gap-1">
          {props.actions}
          <IconButton
            size="sm"
            label={t("chart.csv")}
            disabled={props.loading || props.isEmpty}
            icon={<Download aria-hidden size={16} />}
            onClick={() => downloadText(`${file.name}.csv`, writeCsv(file.heading, file.rows))}
          />
        </div>
      }
    >
      {props.loading ? (
        <Skeleton className="h-48" />
      ) : props.isEmpty ? (
        <p className="flex h-32 items-center justify-center text-ink-faint">{t("chart.empty")}</p>
      ) : (
        props.children
      )}
    </Card>
  );
}
