"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";

/** Until when an invitation is good, in the reader's own time. */
export function InvitationExpiry({ at }: { at: string }) {
  const t = useTranslations("invitations");
  const format = useFormat();
  return <span>{t("open.expires", { date: format.date(at) })}</span>;
}
