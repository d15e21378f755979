"use client";

import { useTranslations } from "next-intl";
import { errorCode } from "@/components/trpc";
import { toast } from "@/components/ui/toast";

const known = ["LAST_OWNER", "OWNER_ONLY", "MEMBER_NOT_FOUND", "PERMISSION_DENIED"] as const;

/** Says why a change of members did not happen, and what to do. */
export function useMemberFailure(): (error: unknown) => void {
  const t = useTranslations("settings.members");
  return (error) => {
    const code = errorCode(error);
    const reason = known.find((candidate) => candidate === code);
    toast.failed(t("failed.title"), { detail: t(`failed.${reason ?? "other"}`) });
  };
}
