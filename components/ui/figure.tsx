"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "@/lib/format/use-format";
import { cn } from "./cn";
import { Skeleton } from "./skeleton";
import { Sparkline } from "./sparkline";

/** How a figure moved against the period before: a ratio (0.12 is 12 % more), null when there was nothing before. */
export type Change = { ratio: number | null; goodWhen?: "up" | "down" };

/** A figure one can trust: the value, its change, its line, and behind a click the rows it counts. */
export function Figure(props: {
  label: ReactNode;
  /** Already in the reader's format. */
  value: ReactNode;
  change?: Change;
  trend?: readonly number[];
  href?: string;
  hint?: ReactNode;
  loading?: boolean;
  className?: string;
}) {
  const content = (
    <>
      <span className="text-ink-muted text-sm">{props.label}</span>
      <span className="flex items-end justify-between gap-3">
        {props.loading ? (
          <Skeleton className="h-[1.3em] w-20 text-xl" />
        ) : (
          <bdi className="whitespace-nowrap font-semibold text-xl tabular-nums" data-figure>
            {props.value}
          </bdi>
        )}
        {props.trend && !props.loading && <Sparkline values={props.trend} />}
      </span>
      {props.loading ? <Skeleton className="w-32" /> : props.change && <ChangeLine {...props.change} />}
      {props.hint && <span className="text-ink-faint text-xs">{props.hint}</span>}
    </>
  );
  const look = cn(
    "flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface p-4 text-start",
    props.className,
  );
  if (!props.href) return <div className={look}>{content}</div>;
  return (
    <Link href={props.href} className={cn(look, "transition-colors hover:border-line-control")}>
      {content}
    </Link>
  );
}

/** Ten times as much and more says only that there was hardly anything before. */
const largestRatio = 9.99;

function ChangeLine({ ratio, goodWhen }: Change) {
  const t = useTranslations("common");
  const format = useFormat();
  if (ratio === null) return <span className="text-ink-faint text-xs">{t("figure.none")}</span>;
  if (Math.round(ratio * 100) === 0)
    return <span className="text-ink-faint text-xs">{t("figure.same")}</span>;
  const direction = ratio > 0 ? "up" : "down";
  const tone = !goodWhen ? "text-ink-muted" : goodWhen === direction ? "text-success" : "text-danger";
  return (
    <span className="flex flex-wrap items-center gap-x-1 text-xs">
      <span className={cn("font-medium tabular-nums", tone)}>
        {ratio > largestRatio ? `> ${format.change(largestRatio)}` : format.change(ratio)}
      </span>
      <span className="text-ink-faint">{t("figure.against")}</span>
    </span>
  );
}
