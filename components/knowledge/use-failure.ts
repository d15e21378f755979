"use client";

import { useTranslations } from "next-intl";
import { errorCode, errorDetail } from "@/components/trpc";

const plain = [
  "FAQ_QUESTION_TAKEN",
  "FAQ_ENTRY_CHANGED",
  "FAQ_ENTRY_NOT_FOUND",
  "FAQ_FULL",
  "SYNONYM_GROUP_NOT_FOUND",
  "SYNONYMS_FULL",
  "PERMISSION_DENIED",
] as const;

/** What went wrong and what to do, in the reader's words. */
export function useFailure(): (error: unknown) => string {
  const t = useTranslations("knowledge.failures");
  return (error) => {
    const code = errorCode(error);
    if (code === "SYNONYM_TAKEN" || code === "SYNONYM_UNFIT") {
      const { word, words } = errorDetail(error);
      return t(code, { word: String(word ?? ""), words: String(words ?? "") });
    }
    if (code === "FAQ_MERGE_UNFIT") {
      const { why, max } = errorDetail(error);
      return t(`FAQ_MERGE_UNFIT.${why === "language" ? "language" : "questions"}`, { max: Number(max ?? 0) });
    }
    return t(plain.find((known) => known === code) ?? "unknown");
  };
}
