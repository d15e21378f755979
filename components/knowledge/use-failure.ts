"use client";

import { useTranslations } from "next-intl";
import { errorCode } from "@/components/trpc";

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
    return t(plain.find((known) => known === code) ?? "unknown");
  };
}
