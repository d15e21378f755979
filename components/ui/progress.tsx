"use client";

import { Progress as Base } from "@base-ui/react/progress";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "@/lib/format/use-format";
import { intlTags } from "@/lib/i18n/locales";
import { cn } from "./cn";

/** How far work has come: from 0 to 1, or null while nobody knows. */
export function Progress(props: {
  label: ReactNode;
  value: number | null;
  showValue?: boolean;
  className?: string;
}) {
  const format = useFormat();
  const locale = useLocale();
  const percent = props.value === null ? null : Math.round(Math.min(1, Math.max(0, props.value)) * 100);
  return (
    <Base.Root
      value={percent}
      locale={intlTags[locale]}
      className={cn("flex flex-col gap-1.5", props.className)}
    >
      <div className="flex justify-between gap-3 text-sm">
        <Base.Label className="text-ink-muted">{props.label}</Base.Label>
        {props.showValue && props.value !== null && (
          <span className="tabular-nums">{format.percent(props.value)}</span>
        )}
      </div>
      <Base.Track className="h-1.5 overflow-hidden rounded-full bg-hover">
        <Base.Indicator
          className={cn(
            "h-full rounded-full bg-accent transition-[width] duration-200",
            percent === null && "w-1/3 animate-pulse",
          )}
        />
      </Base.Track>
    </Base.Root>
  );
}
