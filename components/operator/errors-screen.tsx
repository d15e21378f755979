"use client";

import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { type Column, DataTable } from "@/components/ui/data-table";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { ErrorKind } from "@/server/operator/schemas";
import { refreshMs, tableState } from "./refresh";
import { SlowQueries } from "./slow-queries";

/** What went wrong in the last day by kind, and what keeps the database busy. */
export function ErrorsScreen() {
  const t = useTranslations("operator.errors");
  const format = useFormat();
  const trpc = useTRPC();
  const errors = useQuery(
    trpc.operator.errors.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const columns: Column<ErrorKind>[] = [
    {
      key: "kind",
      header: t("kind"),
      cell: ({ message, cause, sample }) => (
        <span dir="ltr" className="flex min-w-0 max-w-xl flex-col text-start">
          <span className="break-words font-medium">{message}</span>
          {cause && <span className="break-words font-mono text-ink-muted text-xs">{cause}</span>}
          <span className="break-words text-ink-muted text-sm lg:hidden">{sample}</span>
        </span>
      ),
    },
    {
      key: "sample",
      header: t("sample"),
      hideBelow: "lg",
      cell: ({ sample }) => (
        <span dir="ltr" className="block max-w-xl break-words text-start text-ink-muted text-sm">
          {sample ?? "–"}
        </span>
      ),
    },
    { key: "count", header: t("count"), align: "end", cell: ({ count }) => format.number(count) },
    {
      key: "last",
      header: t("last"),
      align: "end",
      width: "8rem",
      cell: ({ lastAt }) => <RelativeTime value={lastAt} />,
    },
  ];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        action={
          errors.data && (
            <span className="self-center text-ink-faint text-sm">
              {t("since", { when: format.dateTime(errors.data.since) })}
            </span>
          )
        }
      />
      <DataTable
        label={t("table")}
        columns={columns}
        rows={errors.data?.kinds ?? []}
        rowKey={({ message, cause }) => `${message} ${cause}`}
        state={tableState(errors)}
        empty={
          <EmptyState icon={<CircleCheck aria-hidden size={20} />} title={t("none")} hint={t("noneHint")} />
        }
      />
      <SlowQueries />
    </>
  );
}
