"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/lib/format/use-format";
import type { Import, ImportRow } from "@/server/imports/schemas";
import { outcomeTones, problemLabel } from "./labels";

type Filter = "all" | "remarked" | "refused";

/** What became of each row of the file, or would; the troubled ones first to be seen. */
export function ImportRows({ current, isTrial }: { current: Import; isTrial: boolean }) {
  const t = useTranslations("imports");
  const format = useFormat();
  const trpc = useTRPC();
  const { refused, remarked } = current.counts.rows;
  const [filter, setFilter] = useState<Filter>(refused > 0 ? "refused" : remarked > 0 ? "remarked" : "all");
  const page = useInfiniteQuery(
    trpc.imports.rows.infiniteQueryOptions(
      { importId: current.id, filter, limit: 200 },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, initialCursor: 0 },
    ),
  );
  const columns: Column<ImportRow>[] = [
    {
      key: "row",
      header: t("report.row"),
      width: "4.5rem",
      align: "end",
      cell: ({ row }) => format.number(row),
    },
    {
      key: "label",
      header: t("report.label"),
      width: "7rem",
      hideBelow: "sm",
      cell: ({ label }) => <bdi className="block truncate">{label}</bdi>,
    },
    {
      key: "outcome",
      header: t("report.outcome"),
      width: "7.5rem",
      cell: ({ outcome }) => (
        <Badge tone={outcomeTones[outcome]}>
          {t(`report.${isTrial ? "wouldBe" : "outcomes"}.${outcome}`)}
        </Badge>
      ),
    },
    {
      key: "what",
      header: t("report.what"),
      cell: ({ problems }) => (
        <ul className="whitespace-normal text-sm">
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.column}`}>{problemLabel(t, problem)}</li>
          ))}
        </ul>
      ),
    },
  ];
  return (
    <div className="flex flex-col gap-2">
      <Select
        label={t("report.filter")}
        value={filter}
        onValueChange={setFilter}
        items={[
          { value: "all", label: t("report.all") },
          { value: "remarked", label: t("report.remarked") },
          { value: "refused", label: t("report.refusedOnly") },
        ]}
        className="w-full sm:w-64"
      />
      <DataTable
        label={t("report.rows")}
        columns={columns}
        rows={page.data?.pages.flatMap(({ rows }) => rows) ?? []}
        rowKey={({ row }) => String(row)}
        state={
          page.isPending
            ? "loading"
            : page.isError
              ? { error: true, onRetry: () => page.refetch() }
              : undefined
        }
        onEnd={page.hasNextPage && !page.isFetchingNextPage ? () => void page.fetchNextPage() : undefined}
        maxHeight="24rem"
        empty={<p className="p-4 text-ink-muted">{t("report.none")}</p>}
      />
    </div>
  );
}
