"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";

/** Since when a workspace is suspended, or until when a deleted one can be taken back. */
export function ClosedWhen(props: { since: string } | { eraseAt: string; mayRestore: boolean }) {
  const t = useTranslations("start");
  const format = useFormat();
  if ("since" in props) return t("suspended.since", { date: format.date(props.since) });
  const date = format.date(props.eraseAt);
  return props.mayRestore ? t("deleted.until", { date }) : t("deleted.untilByOwner", { date });
}
