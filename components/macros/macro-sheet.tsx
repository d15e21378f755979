"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { inOrder, maxMacroActions, whyNotTogether } from "@/server/macros/rules";
import type { Macro } from "@/server/macros/schemas";
import { fillReply } from "@/server/replies/rules";
import { type DraftStep, isWhole, newStep, nextKind, stepKinds, toStep } from "./draft-step";
import { StepFields } from "./step-fields";
import { useStepWords } from "./use-step-words";

type Held = { key: number; step: DraftStep };

/** One macro, made or changed, with what a run of it would do. */
export default function MacroSheet({ macro, onClose }: { macro: Macro | null; onClose: () => void }) {
  const t = useTranslations("macros");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [name, setName] = useState(macro?.name ?? "");
  const [held, setHeld] = useState<readonly Held[]>(
    () => macro?.actions.map((step, key) => ({ key, step })) ?? [],
  );
  const [nextKey, setNextKey] = useState(100);
  const steps = held.map(({ step }) => step);
  const why = whyNotTogether(steps);
  const whole = steps.flatMap((step) => toStep(step) ?? []);
  const save = useMutation(
    trpc.macros.save.mutationOptions({
      onSuccess: (saved) => {
        toast.done(t("saved", { name: saved.name }));
        void cache.invalidateQueries({ queryKey: trpc.macros.pathKey() });
        onClose();
      },
    }),
  );
  const code = save.isError ? errorCode(save.error) : null;
  const change = (key: number, step: DraftStep) =>
    setHeld(held.map((one) => (one.key === key ? { key, step } : one)));
  const canSave = name.trim() !== "" && steps.length > 0 && steps.every(isWhole) && why === null;
  return (
    <Sheet
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={macro ? t("edit", { name: macro.name }) : t("create")}
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            loading={save.isPending}
            disabled={!canSave}
            onClick={() => save.mutate({ ...(macro && { macroId: macro.id }), name, actions: whole })}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Field
          label={t("name")}
          error={code === "MACRO_NAME_TAKEN" ? t("errors.MACRO_NAME_TAKEN") : undefined}
        >
          <Input
            autoFocus
            maxLength={60}
            placeholder={t("namePlaceholder")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <section aria-label={t("stepsLabel")} className="flex flex-col gap-3">
          <h3 className="font-medium">{t("stepsLabel")}</h3>
          {held.map(({ key, step }) => (
            <div key={key} className="flex items-start gap-2 rounded-lg border border-line p-3">
              <div className="flex min-w-0 flex-1 flex-col gap-2">
                <Select
                  label={t("stepKind")}
                  items={stepKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
                  value={step.kind}
                  onValueChange={(kind) => change(key, newStep(kind))}
                  className="w-full"
                />
                <StepFields step={step} onChange={(next) => change(key, next)} />
              </div>
              <IconButton
                label={t("removeStep", { step: t(`kinds.${step.kind}`) })}
                icon={<Trash2 aria-hidden size={16} />}
                onClick={() => setHeld(held.filter((one) => one.key !== key))}
              />
            </div>
          ))}
          <Button
            icon={<Plus aria-hidden size={16} />}
            disabled={held.length >= maxMacroActions}
            onClick={() => {
              setHeld([...held, { key: nextKey, step: newStep(nextKind(steps)) }]);
              setNextKey(nextKey + 1);
            }}
          >
            {t("addStep")}
          </Button>
          {why && <Notice tone="warn">{t(`why.${why}`)}</Notice>}
          {code && code !== "MACRO_NAME_TAKEN" && (
            <Notice tone="danger">
              {t(code === "MACRO_BROKEN" || code === "TOO_MANY_MACROS" ? `errors.${code}` : "errors.unknown")}
            </Notice>
          )}
        </section>
        {whole.length > 0 && <Preview actions={inOrder(whole)} />}
      </div>
    </Sheet>
  );
}

/** What a run does, in its order, with the words that a customer of the example would read. */
function Preview({ actions }: { actions: Macro["actions"] }) {
  const t = useTranslations("macros");
  const trpc = useTRPC();
  const { name: workspace, member } = useWorkspace();
  const words = useStepWords();
  const replies = useQuery(trpc.replies.list.queryOptions(undefined, { staleTime: 300_000 }));
  const said = actions.find((step) => step.kind === "reply" || step.kind === "draft");
  const text =
    said && replies.data?.find(({ id }) => "cannedReplyId" in said && id === said.cannedReplyId)?.text;
  return (
    <section aria-label={t("preview.title")} className="rounded-lg bg-sunken p-3">
      <h3 className="font-medium">{t("preview.title")}</h3>
      <ol className="mt-1 flex list-decimal flex-col gap-0.5 ps-5 text-sm">
        {actions.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their places.
          <li key={index}>{words(step)}</li>
        ))}
      </ol>
      {text && (
        <p
          dir="auto"
          className="mt-2 whitespace-pre-wrap rounded-lg rounded-ee-none bg-accent-soft px-3 py-2 text-sm [overflow-wrap:anywhere]"
        >
          {fillReply(text, { customer: t("preview.customer"), member: member.displayName, workspace })}
        </p>
      )}
    </section>
  );
}
