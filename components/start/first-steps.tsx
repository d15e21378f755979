"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { nextStep } from "@/server/start/rules";
import type { StepKey } from "@/server/start/schemas";
import { AgentStep } from "./agent-step";
import { BotStep } from "./bot-step";
import { KnowledgeStep } from "./knowledge-step";
import { type RenderPhone, ReplyStep } from "./reply-step";
import { Step } from "./step";
import { TeamStep } from "./team-step";
import { useChecklist } from "./use-checklist";

/** The first steps, one open at a time; each is ticked by what it has brought about, here or anywhere else. */
export function FirstSteps(props: {
  /** A server action, where there is a local Telegram. */
  makeLocalBot: (() => Promise<{ code: string | null }>) | null;
  renderPhone?: RenderPhone;
}) {
  const t = useTranslations("start.steps");
  const { name, slug, kind, member } = useWorkspace();
  const checklist = useChecklist(true);
  const [chosen, setChosen] = useState<StepKey | "none" | null>(null);
  const [skipped, setSkipped] = useState<readonly StepKey[]>([]);
  const mayAct = member.role === "owner" || member.role === "admin";

  if (!checklist.data) {
    return checklist.isError ? (
      <ErrorState onRetry={() => checklist.refetch()} />
    ) : (
      <div aria-busy className="flex flex-col gap-3">
        <Skeleton className="h-7 w-64" />
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <div key={key} className="h-14 rounded-lg border border-line bg-surface" />
        ))}
      </div>
    );
  }
  const { steps, isDone } = checklist.data;
  const done = steps.filter((step) => step.isDone).length;
  const open = chosen ?? nextStep(steps.filter(({ key }) => !skipped.includes(key)));
  const toggle = (key: StepKey) => setChosen(open === key ? "none" : key);
  function skip(key: StepKey) {
    setSkipped([...skipped, key]);
    setChosen(null);
  }

  return (
    <>
      <header className="flex flex-col gap-3">
        <h1 className="text-balance font-semibold text-xl">
          {isDone ? t("doneTitle", { workspace: name }) : t("headline", { workspace: name })}
        </h1>
        <p className="text-ink-muted">{isDone ? t("doneLead") : mayAct ? t("lead") : t("leadReadOnly")}</p>
        <Progress label={t("progress", { done, all: steps.length })} value={done / steps.length} />
      </header>
      <ol className="flex flex-col gap-2">
        {steps.map((step, index) => (
          <Step
            key={step.key}
            number={index + 1}
            step={step.key}
            kind={kind}
            isDone={step.isDone}
            isOpen={open === step.key}
            onToggle={() => toggle(step.key)}
            onSkip={step.isDone ? undefined : () => skip(step.key)}
          >
            <StepBody
              step={step.key}
              mayAct={mayAct}
              checklist={checklist.data}
              makeLocalBot={props.makeLocalBot}
              renderPhone={props.renderPhone}
              onStay={() => setChosen(step.key)}
              onDone={() => {
                setChosen(null);
                void checklist.refetch();
              }}
            />
          </Step>
        ))}
      </ol>
      <footer className="flex flex-wrap items-center justify-between gap-2">
        <Button variant={isDone ? "primary" : "secondary"} size="lg" href={`/w/${slug}/conversations`}>
          {t("toPanel")}
        </Button>
        {!isDone && <HideSwitch isHidden={checklist.data.isHidden} />}
      </footer>
    </>
  );
}

type BodyProps = {
  step: StepKey;
  mayAct: boolean;
  checklist: NonNullable<ReturnType<typeof useChecklist>["data"]>;
  makeLocalBot: (() => Promise<{ code: string | null }>) | null;
  renderPhone: RenderPhone | undefined;
  /** The step is to stay open when it is done: what it shows is still being read. */
  onStay: () => void;
  onDone: () => void;
};

function StepBody(props: BodyProps) {
  const { step, mayAct, checklist } = props;
  switch (step) {
    case "bot":
      return <BotStep {...props} />;
    case "knowledge":
    case "orders":
    case "facts":
      return <KnowledgeStep step={step} mayAct={mayAct} onDone={props.onDone} />;
    case "agent":
      return <AgentStep mayAct={mayAct} isOn={isDoneIn(checklist, "agent")} onDone={props.onDone} />;
    case "reply":
      return <ReplyStep {...props} />;
    case "team":
      return <TeamStep mayAct={mayAct} />;
  }
}

const isDoneIn = ({ steps }: BodyProps["checklist"], key: StepKey): boolean =>
  steps.some((step) => step.key === key && step.isDone);

/** Whether the panel shows the way back here. */
function HideSwitch({ isHidden }: { isHidden: boolean }) {
  const t = useTranslations("start.steps");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const hide = useMutation(
    trpc.start.hide.mutationOptions({
      onSuccess: (after) => queryClient.setQueryData(trpc.start.checklist.queryKey(), after),
    }),
  );
  return (
    <Button variant="ghost" loading={hide.isPending} onClick={() => hide.mutate({ isHidden: !isHidden })}>
      {isHidden ? t("show") : t("hide")}
    </Button>
  );
}
