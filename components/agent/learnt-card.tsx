"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { IntentOverview } from "@/server/agent/schemas";
import { useTeachingFailure } from "./use-teaching-failure";

/** What the last training brought, and the way back. */
export function LearntCard({
  overview: { model, waiting },
  mayUndo,
  onChanged,
}: {
  overview: IntentOverview;
  mayUndo: boolean;
  onChanged: () => void;
}) {
  const t = useTranslations("agent.teach.learnt");
  const trpc = useTRPC();
  const format = useFormat();
  const describe = useTeachingFailure();
  const [isAsking, setAsking] = useState(false);
  const undo = useMutation(
    trpc.agent.undoTraining.mutationOptions({
      onSuccess() {
        toast.done(t("undone"));
        onChanged();
      },
      onError: (error) => toast.failed(describe(error)),
    }),
  );
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      action={
        mayUndo &&
        model && (
          <Button size="sm" onClick={() => setAsking(true)}>
            {t("undo")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {waiting > 0 && <Notice>{t("waiting", { count: waiting })}</Notice>}
        {model ? (
          <DescriptionList
            items={[
              { term: t("before"), value: format.percent(model.accuracyBefore) },
              { term: t("after"), value: format.percent(model.accuracyAfter) },
              { term: t("examples"), value: format.number(model.examples) },
              { term: t("judged"), value: format.number(model.judgedTexts) },
              { term: t("when"), value: format.dateTime(model.createdAt) },
            ]}
          />
        ) : (
          <p className="text-ink-muted text-sm">{t("nothing")}</p>
        )}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("undoTitle")}
        consequence={t("undoHint")}
        confirmLabel={t("undo")}
        onConfirm={() => undo.mutateAsync().catch(() => undefined)}
      />
    </Card>
  );
}
