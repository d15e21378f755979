import { writeCsv } from "@/lib/csv/write-csv";
import type { DailyPoint, DailySeries } from "./daily-data";

/** Hands the days to the reader as a file; plain numbers and dates, so that any spreadsheet reads them. */
export function downloadDailyCsv(
  name: string,
  dayLabel: string,
  points: readonly DailyPoint[],
  series: readonly DailySeries[],
): void {
  const rows = points.map(({ day, values }) =>
    [day, ...series.map(({ key }) => values[key] ?? "")].map(String),
  );
  const text = writeCsv([dayLabel, ...series.map(({ label }) => label)], rows);
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
