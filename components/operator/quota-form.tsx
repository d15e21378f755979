"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { WorkspaceUsage } from "@/server/operator/schemas";

/** As sizes are shown elsewhere. */
const megabyte = 1_000_000;
const whole = /^\d{1,6}$/;

/** How much a workspace may have. What is typed stays until it is saved, whatever the list fetches meanwhile. */
export function QuotaForm(props: { workspaceId: string; quotas: WorkspaceUsage["quotas"] }) {
  const t = useTranslations("operator.quotas");
  const words = useTranslations("operator.workspace");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { quotas } = props;
  const shownMegabytes = String(Math.round(quotas.fileBytes / megabyte));
  const [draft, setDraft] = useState({
    fileBytes: shownMegabytes,
    members: quotas.members === null ? "" : String(quotas.members),
    bots: quotas.bots === null ? "" : String(quotas.bots),
  });
  const save = useMutation(
    trpc.operator.setQuotas.mutationOptions({
      onSuccess: () => toast.done(t("saved")),
      onError: () => toast.failed(words("failed"), { detail: words("kept") }),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.operator.pathKey() }),
    }),
  );
  const isWrong = {
    fileBytes: !/^\d{1,9}$/.test(draft.fileBytes.trim()),
    members: draft.members.trim() !== "" && !(whole.test(draft.members.trim()) && Number(draft.members) > 0),
    bots: draft.bots.trim() !== "" && !(whole.test(draft.bots.trim()) && Number(draft.bots) > 0),
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    if (Object.values(isWrong).some(Boolean)) return;
    const orNone = (typed: string) => (typed.trim() === "" ? null : Number(typed));
    save.mutate({
      workspaceId: props.workspaceId,
      // What was rounded to be shown is not changed by being saved.
      fileQuotaBytes:
        draft.fileBytes === shownMegabytes ? quotas.fileBytes : Number(draft.fileBytes) * megabyte,
      memberQuota: orNone(draft.members),
      botQuota: orNone(draft.bots),
    });
  }

  const field = (name: keyof typeof draft) => (
    <Field
      label={t(name)}
      hint={name === "fileBytes" ? undefined : t("unlimited")}
      error={isWrong[name] ? t("invalid") : undefined}
    >
      <Input
        inputMode="numeric"
        dir="ltr"
        value={draft[name]}
        onChange={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
      />
    </Field>
  );
  return (
    <Card title={t("title")} hint={t("hint")}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-3">
          {field("fileBytes")}
          {field("members")}
          {field("bots")}
        </div>
        <Button type="submit" className="self-start" loading={save.isPending}>
          {t("save")}
        </Button>
      </form>
    </Card>
  );
}
