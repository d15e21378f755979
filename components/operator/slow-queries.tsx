"use client";

import { useQuery } from "@tanstack/react-query";
import Database from "lucide-react/icons/database";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { SlowQuery } from "@/server/operator/schemas";
import { refreshMs, tableState } from "./refresh";

const makeExtension = "create extension pg_stat_statements;";

/** The statements that take most of the database's time; where it does not count them, how it is made to. */
export function SlowQueries() {
  const t = useTranslations("operator.slow");
  const format = useFormat();
  const trpc = useTRPC();
  const slow = useQuery(
    trpc.operator.slowQueries.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const { data } = slow;
  const columns: Column<SlowQuery>[] = [
    {
      key: "statement",
      header: t("statement"),
      cell: ({ statement }) => (
        <code dir="ltr" className="line-clamp-3 max-w-3xl break-words text-start text-xs" title={statement}>
          {statement}
        </code>
      ),
    },
    { key: "role", header: t("role"), hideBelow: "lg", cell: ({ role }) => <bdi dir="ltr">{role}</bdi> },
    {
      key: "calls",
      header: t("calls"),
      align: "end",
      hideBelow: "sm",
      cell: ({ calls }) => format.number(calls),
    },
    { key: "mean", header: t("mean"), align: "end", cell: ({ meanMs }) => format.number(meanMs, 2) },
    {
      key: "max",
      header: t("max"),
      align: "end",
      hideBelow: "sm",
      cell: ({ maxMs }) => format.number(maxMs, 1),
    },
    {
      key: "total",
      header: t("total"),
      align: "end",
      hideBelow: "sm",
      cell: ({ totalMs }) => format.number(totalMs / 1_000, 2),
    },
  ];
  const isOff = data?.state === "off";
  const since = data?.state === "on" ? data.since : null;
  return (
    <Card
      title={t("title")}
      hint={since ? `${t("hint")} ${t("since", { when: format.dateTime(since) })}` : t("hint")}
      flush
    >
      <DataTable
        label={t("title")}
        className="rounded-t-none border-0 border-t"
        columns={columns}
        rows={data?.state === "on" ? data.queries : []}
        rowKey={({ role, statement }) => `${role} ${statement}`}
        state={tableState(slow)}
        empty={
          <EmptyState
            icon={<Database aria-hidden size={20} />}
            title={isOff ? t("off") : t("none")}
            hint={isOff && t("offHint")}
            action={isOff && <CopyButton value={makeExtension} label={makeExtension} showValue />}
          />
        }
      />
    </Card>
  );
}
