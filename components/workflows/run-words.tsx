"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { RunStatus } from "@/server/workflows/rules";

const tones: Record<RunStatus, Tone> = {
  queued: "neutral",
  running: "accent",
  waiting: "neutral",
  stuck: "warn",
  completed: "success",
  failed: "danger",
  cancelled: "neutral",
};

export function RunStatusBadge({ status }: { status: RunStatus }) {
  const t = useTranslations("workflows.status");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}

/** What a workflow is called; one that has no name here yet goes by its id. */
export function useWorkflowName(): (run: { workflow: string; isAfterFailure: boolean }) => string {
  const t = useTranslations("workflows");
  return ({ workflow, isAfterFailure }) => {
    const key = `names.${workflow}` as "names.operations-upkeep";
    const name = t.has(key) ? t(key) : workflow;
    return isAfterFailure ? t("afterFailure", { name }) : name;
  };
}
