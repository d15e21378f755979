"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Act } from "@/server/operator/schemas";
import { refreshMs, tableState } from "./refresh";

const names = {
  "operator.enter": "enter",
  "workspace.suspend": "suspend",
  "workspace.resume": "resume",
  "workspace.setQuotas": "setQuotas",
  "workflow.cancel": "cancelRun",
  "workflow.replay": "replayRun",
  "feature.set": "setFeature",
} as const;

/** What operators did, the newest first. */
export function ActsCard() {
  const t = useTranslations("operator.acts");
  const trpc = useTRPC();
  const acts = useQuery(
    trpc.operator.acts.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const columns: Column<Act>[] = [
    { key: "when", header: t("when"), width: "9rem", cell: ({ at }) => <RelativeTime value={at} /> },
    {
      key: "act",
      header: t("act"),
      cell: ({ action, reason, runId, feature }) => (
        <span className="flex min-w-0 flex-col">
          {runId ? (
            <Link href={`/operator/runs?run=${runId}`} className="w-fit text-accent-text hover:underline">
              {t(`names.${names[action]}`)}
            </Link>
          ) : (
            t(`names.${names[action]}`)
          )}
          {feature && <FeatureChange feature={feature} />}
          {reason && (
            <span dir="auto" className="line-clamp-2 max-w-md text-ink-muted text-sm">
              {reason}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "workspace",
      header: t("workspace"),
      cell: ({ workspace }) => (workspace ? <bdi>{workspace}</bdi> : "–"),
    },
    {
      key: "operator",
      header: t("operator"),
      hideBelow: "sm",
      cell: ({ operator }) => (operator === "demo" ? t("demo") : <bdi dir="ltr">{operator}</bdi>),
    },
  ];
  return (
    <Card title={t("title")} hint={t("hint")} flush>
      <DataTable
        label={t("title")}
        className="rounded-t-none border-0 border-t"
        columns={columns}
        rows={acts.data ?? []}
        rowKey={({ id }) => id}
        state={tableState(acts)}
        empty={<p className="px-4 py-3 text-ink-muted">{t("none")}</p>}
      />
    </Card>
  );
}

/** Which part was switched, and to what; one that is gone goes by its key. */
function FeatureChange({ feature: { key, isOn } }: { feature: NonNullable<Act["feature"]> }) {
  const t = useTranslations("operator");
  const name = `features.parts.${key}.name` as "features.parts.imports.name";
  const state = isOn === null ? "default" : isOn ? "on" : "off";
  return (
    <span className="text-ink-muted text-sm">
      {t.has(name) ? t(name) : key} · {t(`acts.featureStates.${state}`)}
    </span>
  );
}
