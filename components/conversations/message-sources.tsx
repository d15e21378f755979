"use client";

import BookOpen from "lucide-react/icons/book-open";
import Info from "lucide-react/icons/info";
import Package from "lucide-react/icons/package";
import { useTranslations } from "next-intl";
import { WhyThisAnswer } from "@/components/agent/why-this-answer";
import type { ThreadMessage } from "@/server/conversations/schemas";

const icons = { shopOrder: Package, faq: BookOpen, fact: Info } as const;

/** What an automatic answer rests on, and the way to see how it came about. */
export function MessageSources({ run }: { run: NonNullable<ThreadMessage["run"]> }) {
  const t = useTranslations("conversations.thread");
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-ink-muted text-xs">
      {run.sources.length > 0 && (
        <ul aria-label={t("sources")} className="contents">
          {run.sources.map(({ kind, label }) => {
            const Icon = icons[kind];
            return (
              <li
                key={`${kind} ${label}`}
                className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-surface px-1.5 py-0.5"
              >
                <Icon aria-hidden size={12} className="shrink-0 text-ink-faint" />
                <span className="sr-only">{t(`source.${kind}`)}</span>
                <bdi className="truncate">{label}</bdi>
              </li>
            );
          })}
        </ul>
      )}
      <WhyThisAnswer runId={run.id} />
    </div>
  );
}
