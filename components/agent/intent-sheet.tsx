"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Trash from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { IntentOverview } from "@/server/agent/schemas";
import { useIntentName } from "./use-intent-name";
import { useTeachingFailure } from "./use-teaching-failure";

type Intent = IntentOverview["intents"][number];

export const toLines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** One intent: the workspace's examples of it, more of them, and the end of one of its own. */
export function IntentSheet(props: {
  intent: Intent | null;
  mayTeach: boolean;
  mayManage: boolean;
  onClose: () => void;
  onChanged: () => void;
}) {
  const nameOf = useIntentName(props.intent ? [props.intent] : []);
  return (
    <Sheet
      open={props.intent !== null}
      onOpenChange={(open) => !open && props.onClose()}
      title={props.intent ? nameOf(props.intent.intent) : ""}
    >
      {props.intent && <Examples {...props} intent={props.intent} key={props.intent.intent} />}
    </Sheet>
  );
}

function Examples(props: {
  intent: Intent;
  mayTeach: boolean;
  mayManage: boolean;
  onClose: () => void;
  onChanged: () => void;
}) {
  const { intent, onChanged } = props;
  const t = useTranslations("agent.teach");
  const trpc = useTRPC();
  const describe = useTeachingFailure();
  const [text, setText] = useState("");
  const [isDeleting, setDeleting] = useState(false);
  const examples = useQuery(trpc.agent.examples.queryOptions({ intent: intent.intent }));
  const onError = (error: unknown) => toast.failed(describe(error));
  const add = useMutation(
    trpc.agent.addExamples.mutationOptions({
      onSuccess() {
        setText("");
        toast.done(t("taught"));
        onChanged();
      },
      onError,
    }),
  );
  const remove = useMutation(trpc.agent.deleteExample.mutationOptions({ onSuccess: onChanged, onError }));
  const end = useMutation(
    trpc.agent.deleteOwnIntent.mutationOptions({
      onSuccess() {
        props.onClose();
        onChanged();
      },
      onError,
    }),
  );
  const { ownIntentId } = intent;
  return (
    <div className="flex flex-col gap-5">
      {props.mayTeach && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ intent: intent.intent, texts: toLines(text) });
          }}
        >
          <Field label={t("examples.add")} hint={t("examples.hint")}>
            <Textarea rows={4} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <Button
            type="submit"
            variant="primary"
            disabled={toLines(text).length === 0}
            loading={add.isPending}
          >
            {t("examples.save")}
          </Button>
        </form>
      )}
      <section className="flex flex-col gap-2">
        <h3 className="font-medium text-sm">{t("examples.title")}</h3>
        {examples.data?.length === 0 && <p className="text-ink-muted text-sm">{t("examples.none")}</p>}
        {!examples.data && <SkeletonText lines={4} />}
        <ul className="flex flex-col gap-1.5 text-sm">
          {examples.data?.map((example) => (
            <li
              key={example.id}
              className="flex items-start justify-between gap-2 rounded-md border border-line px-3 py-2"
            >
              <span className="flex min-w-0 flex-col">
                <bdi className="break-words">{example.text}</bdi>
                <span className="text-ink-faint text-xs">
                  {t(example.isCorrection ? "examples.correction" : "examples.written")}
                  {!example.isLearnt && ` · ${t("examples.waiting")}`}
                </span>
              </span>
              {props.mayTeach && (
                <IconButton
                  label={t("examples.delete")}
                  size="sm"
                  icon={<Trash aria-hidden size={14} />}
                  onClick={() => remove.mutate({ intentExampleId: example.id })}
                />
              )}
            </li>
          ))}
        </ul>
      </section>
      {props.mayManage && ownIntentId && (
        <Button variant="danger" onClick={() => setDeleting(true)}>
          {t("own.delete")}
        </Button>
      )}
      {ownIntentId && (
        <ConfirmDialog
          open={isDeleting}
          onOpenChange={setDeleting}
          title={t("own.deleteTitle", { name: intent.name ?? "" })}
          consequence={t("own.deleteHint")}
          confirmLabel={t("own.delete")}
          onConfirm={() => end.mutateAsync({ ownIntentId }).catch(() => undefined)}
        />
      )}
    </div>
  );
}
