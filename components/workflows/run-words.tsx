"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { canCancel, type RunStatus } from "@/server/workflows/rules";

const tones: Record<RunStatus, Tone> = {
  queued: "neutral",
  running: "accent",
  waiting: "neutral",
  stuck: "warn",
  completed: "success",
  failed: "danger",
  cancelled: "neutral",
};

const openRunRefetchMs = 3_000;

/** How often an open run is looked at again: as long as it goes on. */
export const runRefetch = ({ state }: { state: { data?: { status: RunStatus } | undefined } }) =>
  state.data && canCancel(state.data.status) ? openRunRefetchMs : false;

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
