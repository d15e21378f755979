import { writeCsv } from "@/lib/csv/write-csv";
import { downloadText } from "@/lib/files/download-text";
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
  downloadText(`${name}.csv`, writeCsv([dayLabel, ...series.map(({ label }) => label)], rows));
}
