"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { HeatGrid } from "@/components/charts/heat-grid";
import { RankedTable } from "@/components/charts/ranked-table";
import { useTRPC } from "@/components/trpc";
import { ErrorState } from "@/components/ui/states";
import { createFormat } from "@/lib/format/format";
import { useFormat } from "@/lib/format/use-format";
import type { FigureSpan } from "@/server/insight/rules";
import type { OpenedRows } from "./figure-rows";

type Props = { days: FigureSpan; fileOf: (name: string) => string; onOpen: (rows: OpenedRows) => void };

/** Who wrote most, and who came back. */
export function FigureCustomers({ days, fileOf, onOpen }: Props) {
  const t = useTranslations("insight");
  const format = useFormat();
  const calendar = createFormat(useLocale(), "UTC");
  const trpc = useTRPC();
  const report = useQuery(trpc.insight.customers.queryOptions({ days }));
  const { countedAt = null, busiest = [], cohorts = [] } = report.data ?? {};
  const asOf = countedAt ? t("countedAt", { time: format.dateTime(countedAt) }) : "\u00a0";
  if (report.isError && !report.data) return <ErrorState onRetry={() => report.refetch()} />;
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2 lg:gap-4">
      <RankedTable
        title={t("busiest.title")}
        hint={asOf}
        rowLabel={t("busiest.customer")}
        columns={[{ key: "messages", label: t("busiest.messages") }]}
        rows={busiest.map(({ customerId, name, messages }) => ({
          key: customerId,
          label: name,
          values: { messages },
        }))}
        loading={report.isPending}
        fileName={fileOf(t("busiest.file"))}
        onOpen={({ key, label }) => onOpen({ figure: "customer", key, label })}
        openLabel={({ label }) => t("rows.open", { figure: label })}
      />
      <HeatGrid
        title={t("cohorts.title")}
        hint={`${t("cohorts.hint")} ${asOf}`}
        loading={report.isPending}
        rowLabel={t("cohorts.week")}
        rows={cohorts.map(({ week, size }) =>
          t("cohorts.row", { week: calendar.shortDate(week), count: size }),
        )}
        columns={cohorts.map((_, nth) => t("cohorts.column", { nth }))}
        values={cohorts.map(({ size, active }) =>
          cohorts.map((_, nth) =>
            nth < active.length && size > 0 ? Math.round((active[nth]! / size) * 100) : null,
          ),
        )}
        formatValue={(share) => format.percent(share / 100)}
        top={100}
        fileName={fileOf(t("cohorts.file"))}
      />
    </div>
  );
}
