"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";

/** Until when a deleted workspace can be taken back. */
export function DeletedUntil(props: { at: string; mayRestore: boolean }) {
  const t = useTranslations("start.deleted");
  const format = useFormat();
  const date = format.date(props.at);
  return <span>{props.mayRestore ? t("until", { date }) : t("untilByOwner", { date })}</span>;
}
