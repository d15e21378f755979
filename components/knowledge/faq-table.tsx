"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { FaqEntry } from "@/server/knowledge/schemas";

/** The workspace's questions, the newest change first. */
export function FaqTable(props: {
  entries: readonly FaqEntry[];
  state: "loading" | "failed" | undefined;
  onRetry: () => void;
  currentId: string | null;
  onOpen: (id: string) => void;
  empty: ReactNode;
}) {
  const t = useTranslations("knowledge");
  const columns: Column<FaqEntry>[] = [
    {
      key: "question",
      header: t("faq.columns.question"),
      cell: (entry) => (
        // Its own width counts for nothing, so that a long answer is cut rather than the table widened.
        <span className="contain-inline-size flex flex-col" lang={entry.language}>
          <bdi className="truncate font-medium">{entry.question}</bdi>
          <bdi className="truncate text-ink-muted text-sm">{entry.answer}</bdi>
        </span>
      ),
    },
    {
      key: "tags",
      header: t("faq.columns.tags"),
      width: "14rem",
      hideBelow: "lg",
      optional: true,
      cell: (entry) => (
        <span className="flex gap-1 overflow-hidden">
          {entry.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: "language",
      header: t("faq.columns.language"),
      width: "7rem",
      hideBelow: "sm",
      cell: (entry) => t(`languages.${entry.language}`),
    },
    {
      key: "isEnabled",
      header: t("faq.columns.isEnabled"),
      width: "8rem",
      cell: (entry) => (
        <Badge tone={entry.isEnabled ? "success" : "neutral"}>
          {t(entry.isEnabled ? "faq.enabled" : "faq.disabled")}
        </Badge>
      ),
    },
    {
      key: "updatedAt",
      header: t("faq.columns.updatedAt"),
      width: "9rem",
      hideBelow: "wide",
      optional: true,
      cell: (entry) => <RelativeTime value={entry.updatedAt} />,
    },
  ];
  return (
    <DataTable
      label={t("faq.table")}
      columns={columns}
      rows={props.entries}
      rowKey={(entry) => entry.id}
      onOpen={(entry) => props.onOpen(entry.id)}
      currentKey={props.currentId}
      state={props.state === "failed" ? { error: true, onRetry: props.onRetry } : props.state}
      maxHeight="calc(100dvh - 18rem)"
      empty={props.empty}
    />
  );
}
