"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { useFormat } from "@/lib/format/use-format";
import type { ShopOrder } from "@/server/stores/schemas";
import { StatusBadge } from "./status-badge";

/** Shop orders, the newest first. */
export function OrderTable(props: {
  orders: readonly ShopOrder[];
  state: "loading" | "failed" | undefined;
  onRetry: () => void;
  currentId: string | null;
  onOpen: (id: string) => void;
  onEnd?: () => void;
  empty: ReactNode;
}) {
  const t = useTranslations("stores");
  const format = useFormat();
  const columns: Column<ShopOrder>[] = [
    {
      key: "number",
      header: t("columns.number"),
      width: "11rem",
      cell: (order) => (
        <bdi dir="ltr" data-figure className="font-medium">
          {order.number}
        </bdi>
      ),
    },
    {
      key: "customer",
      header: t("columns.customer"),
      cell: (order) => <span className="block truncate">{order.customerName}</span>,
    },
    {
      key: "phone",
      header: t("columns.phone"),
      width: "11rem",
      hideBelow: "lg",
      optional: true,
      cell: (order) =>
        order.phone ? (
          <bdi dir="ltr" data-figure>
            {order.phone}
          </bdi>
        ) : (
          <span className="text-ink-faint">{t("order.none")}</span>
        ),
    },
    {
      key: "status",
      header: t("columns.status"),
      width: "9rem",
      cell: (order) => <StatusBadge status={order.status} />,
    },
    {
      key: "orderedAt",
      header: t("columns.orderedAt"),
      width: "10rem",
      hideBelow: "sm",
      cell: (order) => <span data-figure>{format.date(order.orderedAt)}</span>,
    },
  ];
  return (
    <DataTable
      label={t("table")}
      columns={columns}
      rows={props.orders}
      rowKey={(order) => order.id}
      onOpen={(order) => props.onOpen(order.id)}
      currentKey={props.currentId}
      state={props.state === "failed" ? { error: true, onRetry: props.onRetry } : props.state}
      maxHeight="calc(100dvh - 14rem)"
      onEnd={props.onEnd}
      empty={props.empty}
    />
  );
}
