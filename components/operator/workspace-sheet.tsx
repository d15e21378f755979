"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { WorkspaceUsage } from "@/server/operator/schemas";
import { QuotaForm } from "./quota-form";
import { SuspendDialog } from "./suspend-dialog";

/** One workspace of the platform: what it uses, its quotas, and holding it or letting it go on. */
export function WorkspaceSheet(props: { workspace: WorkspaceUsage | null; onClose: () => void }) {
  const { workspace } = props;
  return (
    <Sheet
      open={workspace !== null}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={workspace ? <bdi>{workspace.name}</bdi> : "…"}
      description={workspace && <bdi dir="ltr">/w/{workspace.slug}</bdi>}
      width="lg"
    >
      {workspace && <Workspace key={workspace.id} workspace={workspace} />}
    </Sheet>
  );
}

function Workspace({ workspace }: { workspace: WorkspaceUsage }) {
  const t = useTranslations("operator.workspace");
  const words = useTranslations("operator.workspaces");
  const kinds = useTranslations("common");
  const format = useFormat();
  const { name, suspension, eraseAt, quotas } = workspace;
  const of = (used: number, limit: number | null) =>
    limit === null
      ? format.number(used)
      : words("of", { used: format.number(used), limit: format.number(limit) });
  return (
    <div className="flex flex-col gap-5">
      {suspension && (
        <Notice tone="warn" title={t("suspendedSince", { date: format.dateTime(suspension.since) })}>
          <p dir="auto">{t("reasonShown", { reason: suspension.reason })}</p>
        </Notice>
      )}
      {eraseAt && <Notice tone="info">{t("deletedUntil", { date: format.date(eraseAt) })}</Notice>}
      <Card title={t("usage")}>
        <DescriptionList
          className="tabular-nums"
          items={[
            { term: words("organisation"), value: <bdi>{workspace.organisation}</bdi> },
            { term: words("kind"), value: kinds(`kind.${workspace.kind}`) },
            { term: words("createdAt"), value: format.date(workspace.createdAt) },
            { term: words("members"), value: <bdi>{of(workspace.members, quotas.members)}</bdi> },
            { term: words("bots"), value: <bdi>{of(workspace.bots, quotas.bots)}</bdi> },
            { term: words("agent"), value: workspace.isAgentOn ? words("on") : words("off") },
            { term: words("conversations"), value: format.number(workspace.conversations) },
            { term: words("messages"), value: format.number(workspace.messages) },
            { term: words("answers"), value: format.number(workspace.answers) },
            {
              term: words("fileBytes"),
              value: (
                <bdi>
                  {words("of", {
                    used: format.bytes(workspace.fileBytes),
                    limit: format.bytes(quotas.fileBytes),
                  })}
                </bdi>
              ),
            },
            { term: words("waitingJobs"), value: format.number(workspace.waitingJobs) },
          ]}
        />
      </Card>
      <QuotaForm workspaceId={workspace.id} quotas={quotas} />
      <Holding workspace={workspace} name={name} />
    </div>
  );
}

function Holding({ workspace, name }: { workspace: WorkspaceUsage; name: string }) {
  const t = useTranslations("operator.workspace");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const refresh = () => cache.invalidateQueries({ queryKey: trpc.operator.pathKey() });
  const onError = (error: unknown) =>
    toast.failed(t("failed"), {
      detail: errorCode(error) === "SUSPENSION_CHANGED" ? t("changedMeanwhile") : t("kept"),
    });
  const suspend = useMutation(
    trpc.operator.suspend.mutationOptions({
      onError,
      onSuccess: () => toast.done(t("suspended", { workspace: name })),
      onSettled: refresh,
    }),
  );
  const resume = useMutation(
    trpc.operator.resume.mutationOptions({
      onError,
      onSuccess: () => toast.done(t("resumed", { workspace: name })),
      onSettled: refresh,
    }),
  );
  const { id: workspaceId } = workspace;
  if (workspace.suspension) {
    return (
      <>
        <Button variant="primary" className="self-start" onClick={() => setAsking(true)}>
          {t("resume")}
        </Button>
        <ConfirmDialog
          open={isAsking}
          onOpenChange={setAsking}
          title={t("resumeTitle", { workspace: name })}
          consequence={t("resumeConsequence")}
          confirmLabel={t("resume")}
          tone="primary"
          onConfirm={async () => {
            await resume.mutateAsync({ workspaceId });
          }}
        />
      </>
    );
  }
  return (
    <>
      <Button className="self-start text-danger" onClick={() => setAsking(true)}>
        {t("suspend")}
      </Button>
      <SuspendDialog
        open={isAsking}
        onOpenChange={setAsking}
        name={name}
        isBusy={suspend.isPending}
        onConfirm={async (reason) => {
          await suspend.mutateAsync({ workspaceId, reason });
        }}
      />
    </>
  );
}
