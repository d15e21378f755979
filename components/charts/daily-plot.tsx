"use client";

import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import { colourOf, type DailyPoint, type DailySeries } from "./daily-data";

type DailyPlotProps = {
  points: readonly DailyPoint[];
  series: readonly DailySeries[];
  kind: "bar" | "line";
  ticks: readonly number[];
  active: number | null;
  onActive: (index: number | null) => void;
  formatDay: (day: string) => string;
  formatTick: (value: number) => string;
  isRtl: boolean;
};

const tick = { fill: "var(--ink-faint)", fontSize: 12 };

/** The drawing alone, loaded when a picture is shown; what it shows is said around it by `DailyChart`. */
export default function DailyPlot(props: DailyPlotProps) {
  const { series, ticks, active, isRtl } = props;
  const data = props.points.map(({ day, values }) => ({ day, ...values }));
  const activeDay = active === null ? undefined : props.points[active]?.day;
  const fewPoints = props.points.length <= 31;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        barCategoryGap={fewPoints ? "20%" : "8%"}
        onMouseMove={({ activeTooltipIndex }) => {
          const index = Number(activeTooltipIndex ?? Number.NaN);
          props.onActive(Number.isNaN(index) ? null : index);
        }}
        onMouseLeave={() => props.onActive(null)}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          reversed={isRtl}
          tickFormatter={props.formatDay}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: "var(--line-control)" }}
          interval="preserveStartEnd"
          minTickGap={28}
          height={24}
        />
        <YAxis
          orientation={isRtl ? "right" : "left"}
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={[...ticks]}
          tickFormatter={props.formatTick}
          tick={tick}
          tickLine={false}
          axisLine={false}
          width="auto"
        />
        {activeDay !== undefined && (
          <ReferenceLine x={activeDay} stroke="var(--ink-faint)" strokeDasharray="3 3" />
        )}
        {series.map((one, index) =>
          props.kind === "bar" ? (
            <Bar
              key={one.key}
              dataKey={one.key}
              stackId="day"
              fill={colourOf(one, index)}
              stroke="var(--surface)"
              strokeWidth={series.length > 1 ? 1 : 0}
              radius={index === series.length - 1 ? [3, 3, 0, 0] : 0}
              maxBarSize={40}
              isAnimationActive={false}
            />
          ) : (
            <Line
              key={one.key}
              dataKey={one.key}
              stroke={colourOf(one, index)}
              strokeWidth={2}
              dot={
                fewPoints && props.points.length < 10
                  ? { r: 2.5, strokeWidth: 0, fill: colourOf(one, index) }
                  : false
              }
              activeDot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
