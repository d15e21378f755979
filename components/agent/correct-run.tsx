"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { useIntentName } from "./use-intent-name";
import { useTeachingFailure } from "./use-teaching-failure";

/** What the customer really wanted, and what should have been answered: both are learnt from here. */
export function CorrectRun({ runId, intent }: { runId: string; intent: string | null }) {
  const t = useTranslations("agent.teach.correct");
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const describe = useTeachingFailure();
  const overview = useQuery(trpc.agent.intents.queryOptions());
  const nameOf = useIntentName(overview.data?.intents);
  const [chosen, setChosen] = useState(intent);
  const [answer, setAnswer] = useState("");
  const onError = (error: unknown) => toast.failed(describe(error));
  const correct = useMutation(
    trpc.agent.correctIntent.mutationOptions({ onSuccess: () => void toast.done(t("learns")), onError }),
  );
  const teach = useMutation(
    trpc.agent.correctAnswer.mutationOptions({
      onSuccess() {
        setAnswer("");
        toast.done(t("answerSaved"));
      },
      onError,
    }),
  );
  if (member.role === "analyst") return null;
  return (
    <section className="flex flex-col gap-4 border-line border-t pt-4">
      <Field label={t("intent")} hint={t("intentHint")}>
        <Select
          label={t("intent")}
          value={chosen}
          items={(overview.data?.intents ?? []).map((one) => ({
            value: one.intent,
            label: nameOf(one.intent),
          }))}
          disabled={!overview.data || correct.isPending}
          onValueChange={(value) => {
            setChosen(value);
            if (value !== chosen) correct.mutate({ agentRunId: runId, intent: value });
          }}
        />
      </Field>
      {member.role !== "support" && (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            teach.mutate({ agentRunId: runId, answer });
          }}
        >
          <Field label={t("answer")} hint={t("answerHint")}>
            <Textarea rows={3} value={answer} onChange={(event) => setAnswer(event.target.value)} />
          </Field>
          <Button type="submit" disabled={answer.trim() === ""} loading={teach.isPending}>
            {t("saveAnswer")}
          </Button>
        </form>
      )}
    </section>
  );
}
