"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ImportProgress } from "./import-progress";
import type { ImportWork } from "./use-import";

/** Says on a screen that a file is being worked on, and leads to it. */
export function ImportNotice({ work, onShow }: { work: ImportWork; onShow: () => void }) {
  const t = useTranslations("imports.progress");
  if (!work.current || !work.isRunning) return null;
  return (
    <Notice
      tone="info"
      action={
        <Button size="sm" onClick={onShow}>
          {t("show")}
        </Button>
      }
    >
      <ImportProgress work={work} current={work.current} />
    </Notice>
  );
}
