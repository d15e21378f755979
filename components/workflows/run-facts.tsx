"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CircleX from "lucide-react/icons/circle-x";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DescriptionList } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";
import type { RunDetail, RunLink, RunPause, RunStep } from "@/server/workflows/schemas";
import { RunStatusBadge, useWorkflowName } from "./run-words";
import { ErrorView, ValueView } from "./value-view";

type Props = { run: RunDetail; onOpen: (id: string) => void };

/** How a run stands, what it began with, what it did, and what it came to. */
export function RunFacts({ run, onOpen }: Props) {
  const t = useTranslations("workflows");
  const format = useFormat();
  const { startedAt, endedAt } = run;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <RunStatusBadge status={run.status} />
        <bdi dir="ltr" className="break-all text-ink-faint text-xs">
          {run.id}
        </bdi>
      </div>
      {run.stuck && (
        <Notice tone="warn" title={t(`stuck.${run.stuck}`)}>
          {t(`stuckAdvice.${run.stuck}`)}
        </Notice>
      )}
      {run.pauses.length > 0 && (
        <Part title={t("run.pauses.title")}>
          <ul className="flex flex-col gap-1">
            {run.pauses.map((pause) => (
              <PauseLine key={`${pause.kind} ${pause.name} ${pause.until}`} pause={pause} />
            ))}
          </ul>
        </Part>
      )}
      <DescriptionList
        items={[
          { term: t("run.asked"), value: format.dateTime(run.askedAt) },
          { term: t("run.started"), value: startedAt ? format.dateTime(startedAt) : t("run.notYet") },
          { term: t("run.ended"), value: endedAt ? format.dateTime(endedAt) : t("run.notYet") },
          ...(startedAt && endedAt
            ? [
                {
                  term: t("run.took"),
                  value: format.duration(Date.parse(endedAt) - Date.parse(startedAt)),
                },
              ]
            : []),
          ...(run.failedTries > 0
            ? [{ term: t("run.triesTerm"), value: t("run.tries", { count: run.failedTries }) }]
            : []),
        ]}
      />
      {run.error && (
        <Part title={t("run.error")}>
          <ErrorView error={run.error} />
        </Part>
      )}
      <RunLinks run={run} onOpen={onOpen} />
      <Part title={t("run.event")}>
        {run.events.map((event) => (
          <div key={event.id} className="flex min-w-0 flex-col gap-1">
            <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <bdi dir="ltr" className="font-medium">
                {event.name}
              </bdi>
              <span className="text-ink-muted">{format.dateTime(event.occurredAt)}</span>
              <bdi dir="ltr" className="break-all text-ink-faint text-xs">
                {event.id}
              </bdi>
            </p>
            <ValueView label={t("run.data")} value={event.data} />
          </div>
        ))}
        {run.leftOut.events > 0 && (
          <p className="text-ink-muted text-sm">{t("run.moreEvents", { count: run.leftOut.events })}</p>
        )}
      </Part>
      <Part title={t("run.steps")}>
        {run.leftOut.steps > 0 && (
          <p className="text-ink-muted text-sm">{t("run.moreSteps", { count: run.leftOut.steps })}</p>
        )}
        {run.steps.length === 0 ? (
          <p className="text-ink-muted">{t("run.noSteps")}</p>
        ) : (
          <ol className="flex flex-col">
            {run.steps.map((step) => (
              <StepLine key={step.id} step={step} />
            ))}
          </ol>
        )}
      </Part>
      {run.output && (
        <Part title={t("run.output")}>
          <ValueView label={t("run.data")} value={run.output} />
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

const marks = {
  done: <CircleCheck aria-hidden size={16} className="text-success" />,
  failed: <CircleX aria-hidden size={16} className="text-danger" />,
  planned: <CircleDashed aria-hidden size={16} className="text-ink-faint" />,
} as const;

/** One step on the line of time: what it is, when it began and ended, what came of it. */
function StepLine({ step }: { step: RunStep }) {
  const t = useTranslations("workflows.run");
  const format = useFormat();
  const { plannedAt, endedAt } = step;
  const tookMs = endedAt ? Date.parse(endedAt) - Date.parse(plannedAt) : 0;
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0 [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:start-[7.5px] [&:not(:last-child)]:before:top-5 [&:not(:last-child)]:before:bottom-0 [&:not(:last-child)]:before:w-px [&:not(:last-child)]:before:bg-line">
      <span className="mt-0.5 shrink-0">{marks[step.state]}</span>
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="break-words font-medium">{step.name}</bdi>
          <span className="text-ink-muted text-sm">
            {t(`kinds.${step.kind}`)} · {t(`stepStates.${step.state}`)}
          </span>
        </p>
        <p className="text-ink-muted text-sm">
          {endedAt && tookMs < 1_000
            ? format.dateTime(endedAt)
            : endedAt
              ? t("fromTo", {
                  from: format.dateTime(plannedAt),
                  to: format.dateTime(endedAt),
                  took: format.duration(tookMs),
                })
              : t("since", { when: format.dateTime(plannedAt) })}
          {step.failedTries > 0 && ` · ${t("tries", { count: step.failedTries })}`}
        </p>
        {step.error && <ErrorView error={step.error} />}
        {step.value && step.value.json !== "null" && <ValueView label={t("result")} value={step.value} />}
      </div>
    </li>
  );
}

function PauseLine({ pause }: { pause: RunPause }) {
  const t = useTranslations("workflows.run.pauses");
  const format = useFormat();
  return (
    <li>
      {t.rich(pause.kind, { name: () => <bdi className="font-medium">{pause.name}</bdi> })}
      {pause.until && (
        <span className="text-ink-muted"> · {t("until", { when: format.dateTime(pause.until) })}</span>
      )}
    </li>
  );
}

function RunLinks({ run, onOpen }: Props) {
  const t = useTranslations("workflows.run.links");
  const groups = [
    { key: "parent", links: run.parent ? [run.parent] : [] },
    { key: "children", links: run.children },
    { key: "replayOf", links: run.replayOf ? [run.replayOf] : [] },
    { key: "replays", links: run.replays },
  ] as const;
  return groups.map(
    ({ key, links }) =>
      links.length > 0 && (
        <Part key={key} title={t(key)}>
          <ul className="flex flex-col gap-1">
            {links.map((link) => (
              <li key={link.id}>
                <LinkTo link={link} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </Part>
      ),
  );
}

function LinkTo({ link, onOpen }: { link: RunLink; onOpen: (id: string) => void }) {
  const format = useFormat();
  const nameOf = useWorkflowName();
  return (
    <button
      type="button"
      className="rounded-sm text-start text-accent-text hover:underline"
      onClick={() => onOpen(link.id)}
    >
      <bdi>{nameOf(link)}</bdi> <span className="text-ink-muted">{format.dateTime(link.askedAt)}</span>
    </button>
  );
}
