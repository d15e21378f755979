"use client";

import { type ReactNode, useId } from "react";
import { useFormat } from "@/lib/format/use-format";
import { cn } from "./cn";

/** How far work has come: from 0 to 1, or null while nobody knows. */
export function Progress(props: {
  label: ReactNode;
  value: number | null;
  showValue?: boolean;
  className?: string;
}) {
  const format = useFormat();
  const id = useId();
  const percent = props.value === null ? null : Math.round(Math.min(1, Math.max(0, props.value)) * 100);
  return (
    <div className={cn("flex flex-col gap-1.5", props.className)}>
      <div className="flex justify-between gap-3 text-sm">
        <span id={id} className="text-ink-muted">
          {props.label}
        </span>
        {props.showValue && props.value !== null && (
          <span className="tabular-nums">{format.percent(props.value)}</span>
        )}
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={percent === null ? undefined : format.percent(percent / 100)}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          style={{ width: percent === null ? undefined : `${percent}%` }}
          className={cn(
            "h-full rounded-full bg-accent transition-[width] duration-200",
            percent === null && "w-1/3 animate-pulse",
          )}
        />
      </div>
    </div>
  );
}
