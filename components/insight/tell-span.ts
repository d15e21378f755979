"use client";

import { useTranslations } from "next-intl";
import type { FigureSpan } from "@/server/insight/rules";

/** “Today”, “Last 30 days”. */
export function useTellSpan(): (days: FigureSpan) => string {
  const t = useTranslations("insight");
  return (days) => (days === 1 ? t("today") : t("lastDays", { days }));
}
