"use client";

import { useTranslations } from "next-intl";
import { type DailyPoint, type DailySeries, totalOf } from "./daily-data";

/** The same days as rows, newest first. */
export function DailyTable(props: {
  label: string;
  points: readonly DailyPoint[];
  series: readonly DailySeries[];
  pointLabel: string;
  formatDay: (day: string) => string;
  formatValue: (value: number) => string;
  hasTotal: boolean;
}) {
  const t = useTranslations("common");
  const cell = "h-8 px-3 text-end tabular-nums first:text-start";
  return (
    <div className="max-h-72 overflow-auto">
      <table className="w-full border-separate border-spacing-0" aria-label={props.label}>
        <thead className="sticky top-0 bg-surface">
          <tr className="text-ink-muted text-sm [&>th]:border-line [&>th]:border-b [&>th]:font-medium">
            <th scope="col" className={cell}>
              {props.pointLabel}
            </th>
            {props.series.map((one) => (
              <th key={one.key} scope="col" className={cell}>
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...props.points].reverse().map(({ day, values }) => (
            <tr key={day} className="[&>*]:border-line [&>*]:border-b">
              <th scope="row" className={`${cell} font-normal`}>
                {props.formatDay(day)}
              </th>
              {props.series.map((one) => {
                const value = values[one.key];
                return (
                  <td key={one.key} className={cell}>
                    {value == null ? "–" : props.formatValue(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {props.hasTotal && (
          <tfoot className="sticky bottom-0 bg-surface font-medium">
            <tr>
              <th scope="row" className={`${cell} font-medium`}>
                {t("chart.total")}
              </th>
              {props.series.map((one) => (
                <td key={one.key} className={cell}>
                  {props.formatValue(totalOf(props.points, one.key))}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
