"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import ExternalLink from "lucide-react/icons/external-link";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";
import type { Checklist } from "@/server/start/schemas";

/** Writing to one's own bot, and seeing the answer arrive. */
export function ReplyStep({ checklist }: { checklist: Checklist }) {
  const t = useTranslations("start.steps.reply");
  const format = useFormat();
  const { bot, reply, questions, steps } = checklist;
  const lacks = (["bot", "knowledge", "agent"] as const).filter((key) =>
    steps.some((step) => step.key === key && !step.isDone),
  );
  if (!bot) return <p>{t("needsBot")}</p>;
  const url = bot.isLocal
    ? `/sandbox/telegram?${new URLSearchParams({ bot: bot.username })}`
    : `https://t.me/${bot.username}`;
  return (
    <>
      {lacks.length > 0 && !reply && (
        <Notice tone="warn">
          {t("lacks", { what: format.list(lacks.map((key) => t(`lacking.${key}`))) })}
        </Notice>
      )}
      <div>
        <a href={url} target="_blank" rel="noreferrer" className={buttonClass("primary")}>
          <ExternalLink aria-hidden size={16} />
          {bot.isLocal ? t("openPhone") : t("openTelegram")}
        </a>
      </div>
      {questions.length > 0 && (
        <div className="flex flex-col gap-2">
          <p className="text-ink-muted text-sm">{t("ask")}</p>
          <ul className="flex flex-col gap-1.5">
            {questions.map((question) => (
              <li key={question} className="flex items-center gap-1">
                <bdi className="min-w-0 rounded-bubble bg-hover px-3 py-1.5">{question}</bdi>
                <CopyButton value={question} label={t("copy")} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <p role="status" className="flex items-center gap-2">
        {reply ? (
          <>
            <CircleCheck aria-hidden size={16} className="shrink-0 text-success" />
            {t("answered", { seconds: Math.max(0.1, reply.durationMs / 1_000) })}
          </>
        ) : (
          <>
            <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin text-ink-faint" />
            <span className="text-ink-muted">{t("waiting")}</span>
          </>
        )}
      </p>
    </>
  );
}
