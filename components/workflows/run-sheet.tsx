"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { errorCode } from "@/components/trpc";
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

type Asked = { data: RunDetail | undefined; error: unknown; isError: boolean; refetch: () => unknown };

/** Uncovering what is personal, for whoever may. */
type Reveal = {
  data: RunDetail | undefined;
  isPending: boolean;
  show: (runId: string) => void;
  hide: () => void;
};

/** What may be done about a run; both fail with the verb's errors. */
type Acts = {
  cancel: (runId: string) => Promise<unknown>;
  replay: (runId: string) => Promise<{ runId: string }>;
};

/** One run beside the list. */
export function RunSheet(props: {
  runId: string | null;
  run: Asked;
  reveal?: Reveal;
  /** Said of what is covered, where nobody uncovers it. */
  coveredHint?: string;
  /** Whose it is, where that is not plain. */
  owner?: ReactNode;
  acts: Acts;
  onOpen: (id: string | null) => void;
}) {
  const { runId, run, reveal, acts, onOpen } = props;
  const t = useTranslations("workflows.run");
  const nameOf = useWorkflowName();
  const isMissing = ["RUN_NOT_FOUND", "INVALID_INPUT"].includes(errorCode(run.error) ?? "");
  const covered = runId === null ? undefined : run.data;
  const uncovered = reveal?.data?.id === covered?.id ? reveal?.data : undefined;
  const data = uncovered ?? covered;
  return (
    <Sheet
      open={runId !== null}
      onOpenChange={(isOpen) => !isOpen && onOpen(null)}
      width="lg"
      title={data ? <bdi>{nameOf(data)}</bdi> : "…"}
      actions={data && <CopyButton value={data.id} label={t("copyId")} />}
      footer={covered && <RunActions run={covered} acts={acts} onOpen={onOpen} />}
    >
      {data && covered ? (
        <div className="flex min-w-0 flex-col gap-5">
          {props.owner && <p className="text-ink-muted">{props.owner}</p>}
          {covered.isMasked && (
            <Notice
              action={
                reveal &&
                covered.mayReveal && (
                  <Button
                    size="sm"
                    loading={reveal.isPending}
                    onClick={() => (uncovered ? reveal.hide() : reveal.show(covered.id))}
                  >
                    {uncovered ? t("personal.hide") : t("personal.show")}
                  </Button>
                )
              }
            >
              {uncovered ? t("personal.shown") : (props.coveredHint ?? t("personal.hidden"))}
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

function RunActions({ run, acts, onOpen }: { run: RunDetail; acts: Acts; onOpen: (id: string) => void }) {
  const t = useTranslations("workflows.run");
  const name = useWorkflowName()(run);
  const [asking, setAsking] = useState<"cancel" | "replay" | null>(null);
  const perform = {
    cancel: async () => {
      await acts.cancel(run.id);
      toast.done(t("cancel.done", { name }));
    },
    replay: async () => {
      const { runId } = await acts.replay(run.id);
      toast.done(t("replay.done", { name }), {
        undo: { label: t("replay.open"), run: () => onOpen(runId) },
      });
    },
  };
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
            try {
              await perform[act]();
            } catch (error) {
              // The dialog has nothing more to ask.
              const code = refusals.find((known) => known === errorCode(error));
              toast.failed(t("failed"), { detail: code && t(`refusals.${code}`) });
            }
          }}
        />
      ))}
    </div>
  );
}
