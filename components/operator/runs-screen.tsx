"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { lasting } from "@/components/ui/lasting";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { figuresRefetchMs, RunFigures } from "@/components/workflows/run-figures";
import { RunList, runsRefetchMs, useRunQuestion } from "@/components/workflows/run-list";
import { runRefetch } from "@/components/workflows/run-words";
import { useRunsAddress } from "@/components/workflows/use-runs-address";
import { ofPlatform } from "@/server/operator/rules";
import { refreshMs } from "./refresh";

const RunSheet = dynamic(
  lasting(() => import("@/components/workflows/run-sheet").then((file) => file.RunSheet)),
  { ssr: false },
);

/** Automatic work of every workspace and of the platform itself, with the figures of the last day above it. */
export function RunsScreen() {
  const t = useTranslations("operator.runs");
  const trpc = useTRPC();
  const address = useRunsAddress();
  const question = useRunQuestion();
  const runs = useInfiniteQuery({
    ...trpc.operator.runs.infiniteQueryOptions(
      { ...question.question, workspace: address.workspace },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (previous) => previous },
    ),
    refetchInterval: runsRefetchMs,
  });
  const figures = useQuery({
    ...trpc.operator.runFigures.queryOptions(),
    refetchInterval: figuresRefetchMs,
  });
  const { data: choices } = useQuery(
    trpc.operator.runChoices.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <RunFigures figures={figures} onShowStuck={() => address.narrow({ status: "stuck" })} />
      <RunList
        runs={runs}
        question={question}
        workflows={choices?.workflows ?? []}
        owner={{ header: t("owner"), of: ({ workspace }) => <Owner workspace={workspace} /> }}
        filters={
          <Select
            label={t("ownerFilter")}
            className="w-48 max-sm:w-full"
            value={address.workspace ?? ""}
            onValueChange={(value) => address.narrow({ workspace: value || null })}
            items={[
              { value: "", label: t("allOwners") },
              { value: ofPlatform, label: t("platform") },
              ...(choices?.workspaces ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        }
      />
      <OpenRun />
    </>
  );
}

function Owner({ workspace }: { workspace: { name: string } | null }) {
  const t = useTranslations("operator.runs");
  return workspace ? <bdi>{workspace.name}</bdi> : <span className="text-ink-muted">{t("platform")}</span>;
}

/** The run that the address names; what a workspace's run was about stays covered. */
function OpenRun() {
  const t = useTranslations("operator.runs");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { runId, open } = useRunsAddress();
  const run = useQuery({
    ...trpc.operator.run.queryOptions({ runId: runId ?? "" }),
    enabled: runId !== null,
    refetchInterval: runRefetch,
  });
  const onSettled = () => cache.invalidateQueries({ queryKey: trpc.operator.pathKey() });
  const cancel = useMutation(trpc.operator.cancelRun.mutationOptions({ onSettled }));
  const replay = useMutation(trpc.operator.replayRun.mutationOptions({ onSettled }));
  return (
    <RunSheet
      runId={runId}
      run={run}
      coveredHint={t("covered")}
      owner={run.data && <Owner workspace={run.data.workspace} />}
      acts={{
        cancel: (id) => cancel.mutateAsync({ runId: id }),
        replay: (id) => replay.mutateAsync({ runId: id }),
      }}
      onOpen={open}
    />
  );
}
