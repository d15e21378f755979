"use client";

import { useQuery } from "@tanstack/react-query";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { DescriptionList } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { AgentRun } from "@/server/agent/schemas";
import { CorrectRun } from "./correct-run";

const tones: Record<"answer" | "clarify" | "handoff", Tone> = {
  answer: "success",
  clarify: "accent",
  handoff: "warn",
};

/**
 * A button beside an automatic message that opens the agent's own account of it: language, intent scores, sources,
 * band, reason and time. Needs the texts of the domain `agent` around it.
 *
 * @param runId `run_…`
 */
export function WhyThisAnswer({ runId }: { runId: string }) {
  const t = useTranslations("agent.why");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const run = useQuery({
    ...trpc.agent.run.queryOptions({ agentRunId: runId }),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <IconButton
        label={t("open")}
        size="sm"
        icon={<CircleHelp aria-hidden size={14} />}
        onClick={() => setOpen(true)}
      />
      <Sheet open={isOpen} onOpenChange={setOpen} title={t("title")}>
        {run.data ? (
          <Account run={run.data} />
        ) : run.isError ? (
          <EmptyState title={t("notFound")} />
        ) : (
          <SkeletonText lines={8} />
        )}
      </Sheet>
    </>
  );
}

function Account({ run }: { run: AgentRun }) {
  const t = useTranslations("agent");
  const words = useRunWords();
  const format = useFormat();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-2">
        <span className="font-medium">{t(`why.actions.${run.action}`)}</span>
        {run.band && <Badge tone={tones[run.band]}>{t(`bands.${run.band}`)}</Badge>}
      </div>
      <DescriptionList
        items={[
          { term: t("why.reason"), value: words.reason(run.reason) },
          ...(run.intent ? [{ term: t("why.intent"), value: words.intent(run.intent) }] : []),
          { term: t("why.language"), value: words.language(run.language) },
          { term: t("why.when"), value: format.dateTime(run.createdAt) },
          { term: t("why.time"), value: `${format.number(run.durationMs)} ms` },
        ]}
      />
      <section className="flex flex-col gap-2">
        <h3 className="font-medium text-sm">{t("why.sources")}</h3>
        <Sources run={run} />
      </section>
      {run.scores.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="font-medium text-sm">{t("why.scores")}</h3>
          <ul className="flex flex-col gap-1.5 text-sm">
            {run.scores.map(({ intent, score }) => (
              <li key={intent} className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5">
                <span>{words.intent(intent)}</span>
                <span data-figure className="text-ink-muted">
                  {format.percent(score)}
                </span>
                <span aria-hidden className="col-span-2 h-1 overflow-hidden rounded-full bg-hover">
                  <span
                    className="block h-full rounded-full bg-chart-1"
                    style={{ width: `${score * 100}%` }}
                  />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <CorrectRun runId={run.id} intent={run.intent} />
    </div>
  );
}

/** Each source with a way to it: the order, or the question as it stands now. */
function Sources({ run }: { run: AgentRun }) {
  const t = useTranslations("agent.why");
  const { slug } = useWorkspace();
  const format = useFormat();
  if (run.sources.length === 0) return <p className="text-ink-muted text-sm">{t("noSources")}</p>;
  const addresses = {
    shopOrder: (id: string) => `/w/${slug}/stores?order=${id}`,
    faq: (id: string) => `/w/${slug}/knowledge?entry=${id}`,
    fact: () => `/w/${slug}/knowledge?view=facts`,
  };
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {run.sources.map((source) => (
        <li key={source.id} className="rounded-md border border-line px-3 py-2">
          <span className="flex justify-between gap-3 text-ink-muted text-xs">
            <span>{t(`source.${source.kind}`)}</span>
            {source.score !== null && <span>{t("match", { score: format.percent(source.score) })}</span>}
          </span>
          {source.isGone ? (
            <span>
              {source.label} <span className="text-ink-faint">({t("gone")})</span>
            </span>
          ) : (
            <a className="font-medium hover:underline" href={addresses[source.kind](source.id)}>
              <bdi>{source.label}</bdi>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The plain words of codes; a code of a newer edition is shown as it is. */
function useRunWords() {
  const t = useTranslations("agent");
  return {
    reason: (code: string) => (t.has(`reasons.${code}` as never) ? t(`reasons.${code}` as never) : code),
    intent: (code: string) => (t.has(`intents.${code}` as never) ? t(`intents.${code}` as never) : code),
    language: (code: string) =>
      t.has(`why.languages.${code}` as never) ? t(`why.languages.${code}` as never) : code,
  };
}
