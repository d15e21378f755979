"use client";

import { DailyChart, type DailyPoint } from "@/components/charts/daily-chart";
import { Figure } from "@/components/ui/figure";
import { useFormat } from "@/lib/format/use-format";

const series = [
  { key: "resolved", label: "Çözülen" },
  { key: "handedOff", label: "Devredilen" },
  { key: "other", label: "Diğer" },
] as const;

const days: DailyPoint[] = Array.from({ length: 30 }, (_, index) => ({
  day: new Date(Date.UTC(2025, 9, 20 + index)).toISOString().slice(0, 10),
  values: {
    resolved: 40 + ((index * 37) % 41),
    handedOff: 10 + ((index * 17) % 23),
    other: (index * 7) % 13,
    median: index === 12 ? null : 400 + ((index * 53) % 300),
  },
}));
const empty = days.slice(0, 7).map(({ day }) => ({ day, values: {} }));

export function FigureSection() {
  const format = useFormat();
  const trend = days.map(({ values }) => values.resolved ?? 0);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Figure
          label="Gelen mesaj"
          value={format.number(1284)}
          change={{ ratio: 0.12, goodWhen: "up" }}
          trend={trend}
          href="#"
        />
        <Figure
          label="Çözülen"
          value={format.percent(0.384)}
          change={{ ratio: -0.03, goodWhen: "up" }}
          trend={trend}
        />
        <Figure label="İlk yanıt" value={format.duration(840)} change={{ ratio: null }} hint="ortanca" />
        <Figure label="Kazanılan süre" value="" loading />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <DailyChart title="Günlere göre konuşmalar" points={days} series={series} csvName="konusmalar" />
        <DailyChart
          title="İlk yanıt, ortanca"
          points={days}
          series={[{ key: "median", label: "Ortanca", colour: 3 }]}
          kind="line"
          formatValue={(value) => format.number(value)}
          csvName="ilk-yanit"
        />
        <DailyChart title="Boş dönem" points={empty} series={series} csvName="bos" />
        <DailyChart title="Yükleniyor" points={[]} series={series} csvName="yukleniyor" loading />
      </div>
    </div>
  );
}
