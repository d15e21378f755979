"use client";

import Download from "lucide-react/icons/download";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { maxImportBytes } from "@/server/imports/rules";
import { downloadSample } from "./sample-files";
import type { ImportWork } from "./use-import";

const accept = ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/plain";

/** The first step: a file, an example of one, or a look at the last one. */
export function ChooseFile({ work, onShowLast }: { work: ImportWork; onShowLast: () => void }) {
  const t = useTranslations("imports");
  if (work.upload) {
    return (
      <Progress label={t("file.uploading", { name: work.upload.name })} value={work.upload.share} showValue />
    );
  }
  return (
    <div className="flex flex-col gap-5">
      {work.failure && <Notice tone="danger">{work.failure}</Notice>}
      <FileDrop
        label={t("file.label")}
        hint={t("file.hint")}
        accept={accept}
        maxBytes={maxImportBytes}
        onFile={work.send}
      />
      <div className="flex flex-wrap gap-2">
        <Button icon={<Download aria-hidden size={16} />} onClick={() => downloadSample(work.target)}>
          {t("file.sample")}
        </Button>
        {work.current && (
          <Button onClick={onShowLast}>{t("file.last", { name: work.current.fileName })}</Button>
        )}
      </div>
    </div>
  );
}
