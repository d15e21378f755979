"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio";
import { Sheet } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { leastOwnExamples } from "@/server/agent/rules";
import { toLines } from "./intent-sheet";
import { useTeachingFailure } from "./use-teaching-failure";

/** A new intent of the workspace's own: its name, what to do, and how customers ask for it. */
export function OwnIntentSheet(props: { isOpen: boolean; onClose: () => void; onChanged: () => void }) {
  const t = useTranslations("agent.teach");
  return (
    <Sheet open={props.isOpen} onOpenChange={(open) => !open && props.onClose()} title={t("own.add")}>
      {props.isOpen && <OwnIntentForm {...props} />}
    </Sheet>
  );
}

function OwnIntentForm({ onClose, onChanged }: { onClose: () => void; onChanged: () => void }) {
  const t = useTranslations("agent.teach");
  const trpc = useTRPC();
  const describe = useTeachingFailure();
  const [name, setName] = useState("");
  const [action, setAction] = useState<"answer" | "handoff">("answer");
  const [text, setText] = useState("");
  const create = useMutation(
    trpc.agent.createOwnIntent.mutationOptions({
      onSuccess() {
        toast.done(t("taught"));
        onClose();
        onChanged();
      },
    }),
  );
  const texts = toLines(text);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name: name.trim(), action, texts });
      }}
    >
      {create.isError && <Notice tone="danger">{describe(create.error)}</Notice>}
      <Field label={t("own.name")} hint={t("own.nameHint")}>
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
      </Field>
      <RadioGroup
        label={t("own.what")}
        value={action}
        onValueChange={setAction}
        items={[
          { value: "answer", label: t("own.answers") },
          { value: "handoff", label: t("own.handsOff") },
        ]}
      />
      <Field
        label={t("own.examples")}
        hint={t("own.examplesHint", { least: leastOwnExamples, count: texts.length })}
      >
        <Textarea rows={7} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Button
        type="submit"
        variant="primary"
        disabled={name.trim() === "" || texts.length < leastOwnExamples}
        loading={create.isPending}
      >
        {t("own.save")}
      </Button>
    </form>
  );
}
