"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { errorCode, useTRPC } from "@/components/trpc";
import { lasting } from "@/components/ui/lasting";
import { ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { figuresRefetchMs, RunFigures } from "./run-figures";
import { RunList, runsRefetchMs, useRunQuestion } from "./run-list";
import { runRefetch } from "./run-words";
import { useRunsAddress } from "./use-runs-address";

const RunSheet = dynamic(
  lasting(() => import("./run-sheet").then((file) => file.RunSheet)),
  { ssr: false },
);

/** The workspace's automatic work, newest first, with the figures of the last day above it. */
export function RunsView() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const address = useRunsAddress();
  const question = useRunQuestion();
  const runs = useInfiniteQuery({
    ...trpc.workflows.list.infiniteQueryOptions(question.question, {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (previous) => previous,
    }),
    refetchInterval: runsRefetchMs,
  });
  const figures = useQuery({
    ...trpc.workflows.figures.queryOptions(),
    refetchInterval: figuresRefetchMs,
  });
  const { data: workflows = [] } = useQuery(trpc.workflows.workflows.queryOptions());
  useLive(["workflow/"], () => void cache.invalidateQueries({ queryKey: trpc.workflows.pathKey() }));
  if (errorCode(runs.error) === "PERMISSION_DENIED") return <ForbiddenState />;
  return (
    <>
      <RunFigures figures={figures} onShowStuck={() => address.narrow({ status: "stuck" })} />
      <RunList runs={runs} question={question} workflows={workflows} />
      <OpenRun />
    </>
  );
}

/** The run that the address names. What is personal is uncovered for this look alone. */
function OpenRun() {
  const t = useTranslations("workflows.run");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { runId, open } = useRunsAddress();
  const run = useQuery({
    ...trpc.workflows.get.queryOptions({ runId: runId ?? "" }),
    enabled: runId !== null,
    refetchInterval: runRefetch,
  });
  const reveal = useMutation(
    trpc.workflows.reveal.mutationOptions({
      onError: (error) => toast.failed(t("revealFailed"), { detail: error.message }),
    }),
  );
  const onSettled = () => cache.invalidateQueries({ queryKey: trpc.workflows.pathKey() });
  const cancel = useMutation(trpc.workflows.cancel.mutationOptions({ onSettled }));
  const replay = useMutation(trpc.workflows.replay.mutationOptions({ onSettled }));
  return (
    <RunSheet
      runId={runId}
      run={run}
      reveal={{
        data: reveal.data,
        isPending: reveal.isPending,
        show: (id) => reveal.mutate({ runId: id }),
        hide: reveal.reset,
      }}
      acts={{
        cancel: (id) => cancel.mutateAsync({ runId: id }),
        replay: (id) => replay.mutateAsync({ runId: id }),
      }}
      onOpen={open}
    />
  );
}
