"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PanelPage } from "@/components/shell/panel-page";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { lasting } from "@/components/ui/lasting";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { IntentOverview } from "@/server/agent/schemas";
import { ConfidenceCurve } from "./confidence-curve";
import { LearntCard } from "./learnt-card";
import { useIntentName } from "./use-intent-name";

const IntentSheet = dynamic(
  lasting(() => import("./intent-sheet").then((file) => file.IntentSheet)),
  { ssr: false },
);
const OwnIntentSheet = dynamic(
  lasting(() => import("./own-intent-sheet").then((file) => file.OwnIntentSheet)),
  {
    ssr: false,
  },
);

/** While examples wait for their training, the figures are looked at again so often. */
const watchMs = 2_000;

/** What the agent understands in this workspace, how sure it is, and how it is taught. */
export function AgentScreen() {
  const t = useTranslations("agent.teach");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const overview = useQuery({
    ...trpc.agent.intents.queryOptions(),
    refetchInterval: (query) => (query.state.data?.waiting ? watchMs : false),
  });
  const mayManage = member.role !== "support" && member.role !== "analyst";
  const mayTeach = member.role !== "analyst";
  const refresh = () => void cache.invalidateQueries({ queryKey: trpc.agent.pathKey() });

  return (
    <PanelPage
      title={t("title")}
      description={t("lead")}
      action={
        mayManage && (
          <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setAdding(true)}>
            {t("own.add")}
          </Button>
        )
      }
    >
      {overview.data ? (
        <div className="grid items-start gap-5 wide:grid-cols-[minmax(0,1fr)_22rem]">
          <IntentList intents={overview.data.intents} onOpen={setChosen} />
          <div className="flex flex-col gap-5">
            <LearntCard overview={overview.data} mayUndo={mayManage} onChanged={refresh} />
            <Card title={t("curve.title")} hint={t("curve.hint")}>
              <ConfidenceCurve points={overview.data.curve} threshold={overview.data.threshold} />
            </Card>
          </div>
        </div>
      ) : overview.isError ? (
        <ErrorState onRetry={() => overview.refetch()} />
      ) : (
        <SkeletonText lines={12} />
      )}
      <IntentSheet
        intent={overview.data?.intents.find(({ intent }) => intent === chosen) ?? null}
        mayTeach={mayTeach}
        mayManage={mayManage}
        onClose={() => setChosen(null)}
        onChanged={refresh}
      />
      <OwnIntentSheet isOpen={isAdding} onClose={() => setAdding(false)} onChanged={refresh} />
    </PanelPage>
  );
}

function IntentList({
  intents,
  onOpen,
}: {
  intents: IntentOverview["intents"];
  onOpen: (intent: string) => void;
}) {
  const t = useTranslations("agent.teach");
  const nameOf = useIntentName(intents);
  const format = useFormat();
  return (
    <Card title={t("intents.title")} hint={t("intents.hint")} flush>
      <ul className="divide-y divide-line">
        {intents.map(({ intent, ownIntentId, action, examples }) => (
          <li key={intent}>
            <button
              type="button"
              className="flex w-full items-center justify-between gap-3 px-4 py-2.5 text-start hover:bg-hover"
              onClick={() => onOpen(intent)}
            >
              <span className="flex min-w-0 flex-wrap items-center gap-2">
                <bdi className="truncate">{nameOf(intent)}</bdi>
                {ownIntentId && <Badge tone="accent">{t("own.badge")}</Badge>}
                {action === "handoff" && <Badge tone="warn">{t("own.handoff")}</Badge>}
              </span>
              <span data-figure className="shrink-0 text-ink-muted text-sm">
                {examples > 0
                  ? t("intents.examples", { count: examples, shown: format.number(examples) })
                  : "–"}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
