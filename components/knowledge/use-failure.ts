"use client";

import { useTranslations } from "next-intl";
import { errorCode, errorDetail } from "@/components/trpc";

const plain = [
  "FAQ_QUESTION_TAKEN",
  "FAQ_ENTRY_CHANGED",
  "FAQ_ENTRY_NOT_FOUND",
  "FAQ_FULL",
  "PERMISSION_DENIED",
] as const;

/** What went wrong and what to do, in the reader's words. */
export function useFailure(): (error: unknown) => string {
  const t = useTranslations("knowledge.failures");
  return (error) => {
    const code = errorCode(error);
    if (code === "IMPORT_COLUMNS_MISSING") {
      const { missing } = errorDetail(error);
      const columns = (Array.isArray(missing) ? missing : []).map(String);
      return t("IMPORT_COLUMNS_MISSING", { columns: columns.join(", "), count: columns.length });
    }
    return t(plain.find((known) => known === code) ?? "unknown");
  };
}
