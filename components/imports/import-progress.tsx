"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { mayMove } from "@/server/imports/rules";
import type { Import } from "@/server/imports/schemas";
import type { ImportWork } from "./use-import";

/** How far the work on a file is; it goes on without this page. */
export function ImportProgress({ work, current }: { work: ImportWork; current: Import }) {
  const t = useTranslations("imports.progress");
  const { state } = current;
  const label = state === "checking" || state === "running" || state === "rollingBack" ? state : "undoing";
  return (
    <div className="flex flex-col gap-3">
      <Progress label={t(label, { name: current.fileName })} value={shareOf(current)} showValue />
      <p className="text-ink-muted text-sm" aria-live="polite">
        {(label === "checking" || label === "running") && t("rows", { count: current.rowsRead })} {t("leave")}
      </p>
      {mayMove("cancel", state) && (
        <Button onClick={work.cancel} loading={work.isMoving} className="self-start">
          {t("cancel")}
        </Button>
      )}
    </div>
  );
}

function shareOf({ state, rowsRead, rowsExpected, counts }: Import): number | null {
  if (state === "checking" || state === "running") {
    return rowsExpected ? Math.min(0.99, rowsRead / rowsExpected) : null;
  }
  const all = counts.things.created + counts.things.updated;
  const done = Object.values(counts.undo).reduce((sum, count) => sum + count, 0);
  return all > 0 ? Math.min(0.99, done / all) : null;
}
