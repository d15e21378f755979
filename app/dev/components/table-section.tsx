"use client";

import { useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable, type Sort } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";

type Row = { number: string; customer: string; status: string; total: bigint; at: number };

const rows: Row[] = Array.from({ length: 2000 }, (_, index) => ({
  number: String(10_482 + index),
  customer: ["Elif Yıldız", "Мария Иванова", "أحمد علي", "John Smith"][index % 4] ?? "",
  status: index % 3 ? "Kargoda" : "Teslim edildi",
  total: BigInt(12_990 + index * 137),
  at: Date.UTC(2025, 10, 20) - index * 3_600_000,
}));

export function TableSection() {
  const format = useFormat();
  const [selected, setSelected] = useState(new Set<string>());
  const [sort, setSort] = useState<Sort>({ key: "at", direction: "descending" });
  const columns = useMemo<Column<Row>[]>(
    () => [
      { key: "number", header: "Sipariş", cell: (row) => row.number, width: "7rem", sortable: true },
      { key: "customer", header: "Müşteri", cell: (row) => <bdi>{row.customer}</bdi> },
      {
        key: "status",
        header: "Durum",
        cell: (row) => <Badge tone={row.status === "Kargoda" ? "accent" : "success"}>{row.status}</Badge>,
      },
      {
        key: "total",
        header: "Tutar",
        cell: (row) => format.money(row.total, "TRY"),
        align: "end",
        hideBelow: "sm",
        optional: true,
      },
      {
        key: "at",
        header: "Tarih",
        cell: (row) => format.dateTime(row.at),
        hideBelow: "lg",
        sortable: true,
        optional: true,
      },
    ],
    [format],
  );
  const shown = sort.direction === "descending" ? rows : [...rows].reverse();
  const shared = { label: "Siparişler", columns, rowKey: (row: Row) => row.number, empty: null } as const;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <DataTable
        {...shared}
        className="lg:col-span-2"
        rows={shown}
        maxHeight="24rem"
        sort={sort}
        onSort={setSort}
        onOpen={(row) => toast.note(row.number)}
        selection={{
          selected,
          onChange: setSelected,
          actions: <Button size="sm">Dışa aktar</Button>,
        }}
      />
      <DataTable {...shared} rows={[]} state="loading" />
      <DataTable {...shared} rows={[]} state={{ error: true, onRetry: () => {} }} />
      <DataTable
        {...shared}
        rows={[]}
        empty={
          <EmptyState
            title="Henüz sipariş yok"
            hint="Mağazanızdan aldığınız CSV dosyasını yükleyin; asistan siparişleri buradan okur."
            action={<Button variant="primary">Sipariş yükle</Button>}
            example={<code dir="ltr">10482,2025-11-12,Elif Yıldız,Kargoda</code>}
          />
        }
      />
    </div>
  );
}
