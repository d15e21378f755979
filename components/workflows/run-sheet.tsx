"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { canCancel, canReplay } from "@/server/workflows/rules";
import type { RunDetail } from "@/server/workflows/schemas";
import { RunFacts } from "./run-facts";
import { useWorkflowName } from "./run-words";

const refetchMs = 3_000;

/** One run beside the list. What is personal is uncovered for this look alone. */
export function RunSheet({ runId, onOpen }: { runId: string | null; onOpen: (id: string | null) => void }) {
  const t = useTranslations("workflows.run");
  const trpc = useTRPC();
  const nameOf = useWorkflowName();
  const run = useQuery({
    ...trpc.workflows.get.queryOptions({ runId: runId ?? "" }),
    enabled: runId !== null,
    refetchInterval: ({ state }) => (state.data && canCancel(state.data.status) ? refetchMs : false),
  });
  const reveal = useMutation(
    trpc.workflows.reveal.mutationOptions({
      onError: (error) => toast.failed(t("revealFailed"), { detail: error.message }),
    }),
  );
  const isMissing = ["RUN_NOT_FOUND", "INVALID_INPUT"].includes(errorCode(run.error) ?? "");
  const covered = runId === null ? undefined : run.data;
  const uncovered = reveal.data?.id === covered?.id ? reveal.data : undefined;
  const data = uncovered ?? covered;
  return (
    <Sheet
      open={runId !== null}
      onOpenChange={(isOpen) => !isOpen && onOpen(null)}
      width="lg"
      title={data ? <bdi>{nameOf(data)}</bdi> : "…"}
      actions={data && <CopyButton value={data.id} label={t("copyId")} />}
      footer={covered && <RunActions run={covered} onOpen={onOpen} />}
    >
      {data && covered ? (
        <div className="flex min-w-0 flex-col gap-5">
          {covered.isMasked && (
            <Notice
              action={
                covered.mayReveal && (
                  <Button
                    size="sm"
                    loading={reveal.isPending}
                    onClick={() => (uncovered ? reveal.reset() : reveal.mutate({ runId: covered.id }))}
                  >
                    {uncovered ? t("personal.hide") : t("personal.show")}
                  </Button>
                )
              }
            >
              {uncovered ? t("personal.shown") : t("personal.hidden")}
            </Notice>
          )}
          <RunFacts run={data} onOpen={onOpen} />
        </div>
      ) : isMissing ? (
        <EmptyState title={t("notFound")} hint={t("notFoundHint")} />
      ) : run.isError ? (
        <ErrorState onRetry={() => run.refetch()} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Sheet>
  );
}

const refusals = ["RUN_ENDED", "RUN_GOES_ON", "RUN_WORKFLOW_GONE", "RUN_EVENT_GONE", "RUN_ALONE"] as const;

function RunActions({ run, onOpen }: { run: RunDetail; onOpen: (id: string) => void }) {
  const t = useTranslations("workflows.run");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const name = useWorkflowName()(run);
  const [asking, setAsking] = useState<"cancel" | "replay" | null>(null);
  const onError = (error: unknown) => {
    const code = refusals.find((known) => known === errorCode(error));
    toast.failed(t("failed"), { detail: code && t(`refusals.${code}`) });
  };
  const onSettled = () => cache.invalidateQueries({ queryKey: trpc.workflows.pathKey() });
  const cancel = useMutation(
    trpc.workflows.cancel.mutationOptions({
      onSuccess: () => toast.done(t("cancel.done", { name })),
      onError,
      onSettled,
    }),
  );
  const replay = useMutation(
    trpc.workflows.replay.mutationOptions({
      onSuccess: ({ runId }) =>
        toast.done(t("replay.done", { name }), {
          undo: { label: t("replay.open"), run: () => onOpen(runId) },
        }),
      onError,
      onSettled,
    }),
  );
  const acts = { cancel, replay };
  return (
    <div className="flex w-full justify-end gap-2">
      {canCancel(run.status) && (
        <Button variant="danger" onClick={() => setAsking("cancel")}>
          {t("cancel.action")}
        </Button>
      )}
      {canReplay(run.status) && <Button onClick={() => setAsking("replay")}>{t("replay.action")}</Button>}
      {(["cancel", "replay"] as const).map((act) => (
        <ConfirmDialog
          key={act}
          open={asking === act}
          onOpenChange={(isOpen) => setAsking(isOpen ? act : null)}
          title={t(`${act}.title`, { name })}
          consequence={t(`${act}.consequence`)}
          confirmLabel={t(`${act}.action`)}
          tone={act === "cancel" ? "danger" : "primary"}
          onConfirm={async () => {
            // A refusal is told by a toast; the dialog has nothing more to ask.
            await acts[act].mutateAsync({ runId: run.id }).catch(() => {});
          }}
        />
      ))}
    </div>
  );
}
