"use client";

import { useTranslations } from "next-intl";
import { errorCode } from "@/components/trpc";

const plain = [
  "TEACHING_FULL",
  "OWN_INTENT_TAKEN",
  "INTENT_NOT_FOUND",
  "RUN_WITHOUT_TEXT",
  "NOTHING_TO_UNDO",
  "FAQ_QUESTION_TAKEN",
  "FAQ_FULL",
  "PERMISSION_DENIED",
] as const;

/** What went wrong and what to do, in the reader's words. */
export function useTeachingFailure(): (error: unknown) => string {
  const t = useTranslations("agent.teach.failures");
  return (error) => {
    const code = errorCode(error);
    return t(plain.find((known) => known === code) ?? "unknown");
  };
}
