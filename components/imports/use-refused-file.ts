"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPCClient } from "@/components/trpc";
import { writeCsv } from "@/lib/csv/write-csv";
import { downloadText } from "@/lib/files/download-text";
import type { Import } from "@/server/imports/schemas";
import { fileColumnLabel, problemLabel } from "./labels";

/** The refused rows as a file to mend and import again: as they stood, with their row and the reason behind. */
export function useRefusedFile(current: Import): { download: () => void; isLoading: boolean } {
  const t = useTranslations("imports");
  const client = useTRPCClient();
  const fetching = useMutation({
    mutationFn: async () => {
      const width = current.heading.length;
      const lines: string[][] = [];
      let cursor: number | null = 0;
      while (cursor !== null) {
        const page: Awaited<ReturnType<typeof client.imports.rows.query>> = await client.imports.rows.query({
          importId: current.id,
          filter: "refused",
          cursor,
          limit: 2_000,
        });
        for (const { row, cells, problems } of page.rows) {
          const filled = Array.from({ length: width }, (_, index) => cells?.[index] ?? "");
          lines.push([...filled, String(row), problems.map((problem) => problemLabel(t, problem)).join(" ")]);
        }
        cursor = page.nextCursor;
      }
      const heading = Array.from({ length: width }, (_, index) => fileColumnLabel(t, current.heading, index));
      downloadText(
        `${t("report.downloadName")}-${current.fileName.replace(/\.\w+$/, "")}.csv`,
        writeCsv([...heading, t("report.row"), t("report.reason")], lines),
      );
    },
  });
  return { download: () => fetching.mutate(), isLoading: fetching.isPending };
}
