"use client";

import { useTranslations } from "next-intl";
import { errorCode, errorDetail } from "@/components/trpc";
import { tableFaults } from "@/lib/tables/table";
import { columnLabel } from "./labels";
import { UploadRefused } from "./upload-file";

const plain = [
  "IMPORT_FILE_INCOMPLETE",
  "IMPORT_FILE_TOO_LARGE",
  "IMPORT_RUNNING",
  "IMPORT_NOT_POSSIBLE",
  "IMPORT_NOT_FOUND",
  "LIMIT_REACHED",
  "STORAGE_FULL",
  "FEATURE_OFF",
  "PERMISSION_DENIED",
  "lost",
] as const;

/** What went wrong with a file and what to do, in the reader's words. */
export function useImportFailure(): (error: unknown) => string {
  const t = useTranslations("imports");
  return (error) => {
    const code = error instanceof UploadRefused ? error.code : errorCode(error);
    const detail = error instanceof UploadRefused ? error.detail : errorDetail(error);
    if (code === "IMPORT_COLUMNS_MISSING") {
      const missing = (Array.isArray(detail.missing) ? detail.missing : []).map(String);
      const columns = missing.map((name) => columnLabel(t, name)).join(", ");
      return t("failures.IMPORT_COLUMNS_MISSING", { columns, count: missing.length });
    }
    if (code === "IMPORT_FILE_UNREADABLE") {
      const fault = tableFaults.find((known) => known === detail.fault);
      return t(fault ? `failures.${fault}` : "failures.IMPORT_FILE_UNREADABLE");
    }
    const known = plain.find((one) => one === code);
    return t(known ? `failures.${known}` : "failures.unknown");
  };
}
