"use client";

import ArrowRight from "lucide-react/icons/arrow-right";
import CircleCheck from "lucide-react/icons/circle-check";
import ExternalLink from "lucide-react/icons/external-link";
import LoaderCircle from "lucide-react/icons/loader-circle";
import Smartphone from "lucide-react/icons/smartphone";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";
import type { Checklist } from "@/server/start/schemas";

export type TryPhoneProps = {
  /** The bot's username. */
  bot: string;
  questions: readonly string[];
  onClosed: () => void;
  onFailed: () => void;
};

/** Draws a phone that writes to a bot of the local Telegram. */
export type RenderPhone = (phone: TryPhoneProps) => ReactNode;

/** Writing to one's own bot, and seeing the answer arrive: on a phone right here where there is one, or at Telegram. */
export function ReplyStep(props: {
  checklist: Checklist;
  renderPhone: RenderPhone | undefined;
  onStay: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("start.steps.reply");
  const format = useFormat();
  const [phone, setPhone] = useState<"closed" | "open" | "failed">("closed");
  const { bot, reply, questions, steps } = props.checklist;
  const lacks = (["bot", "knowledge", "agent"] as const).filter((key) =>
    steps.some((step) => step.key === key && !step.isDone),
  );
  if (!bot) return <p>{t("needsBot")}</p>;
  const isOpen = phone === "open" && bot.isLocal && props.renderPhone;
  return (
    <>
      {lacks.length > 0 && !reply && (
        <Notice tone="warn">
          {t("lacks", { what: format.list(lacks.map((key) => t(`lacking.${key}`))) })}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        {bot.isLocal && props.renderPhone && !isOpen && (
          <Button
            variant="primary"
            icon={<Smartphone aria-hidden size={16} />}
            onClick={() => {
              setPhone("open");
              props.onStay();
            }}
          >
            {t("tryHere")}
          </Button>
        )}
        <PlaceToWrite bot={bot} isSecond={bot.isLocal && props.renderPhone !== undefined} />
      </div>
      {phone === "failed" && <Notice tone="warn">{t("phoneFailed")}</Notice>}
      {isOpen
        ? props.renderPhone?.({
            bot: bot.username,
            questions,
            onClosed: () => setPhone("closed"),
            onFailed: () => setPhone("failed"),
          })
        : questions.length > 0 && <Questions questions={questions} />}
      <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {reply ? (
          <>
            <p className="flex items-center gap-2">
              <CircleCheck aria-hidden size={16} className="shrink-0 text-success" />
              {t("answered", { seconds: Math.max(0.1, reply.durationMs / 1_000) })}
            </p>
            {isOpen && (
              <Button
                icon={<ArrowRight aria-hidden size={16} className="flip-rtl" />}
                onClick={() => {
                  setPhone("closed");
                  props.onDone();
                }}
              >
                {t("goOn")}
              </Button>
            )}
          </>
        ) : (
          <p className="flex items-center gap-2 text-ink-muted">
            <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin text-ink-faint" />
            {t("waiting")}
          </p>
        )}
      </div>
    </>
  );
}

/** Telegram itself, or the whole phone of the local one. */
function PlaceToWrite(props: { bot: NonNullable<Checklist["bot"]>; isSecond: boolean }) {
  const t = useTranslations("start.steps.reply");
  const { bot, isSecond } = props;
  const url = bot.isLocal
    ? `/sandbox/telegram?${new URLSearchParams({ bot: bot.username })}`
    : `https://t.me/${bot.username}`;
  return (
    <a href={url} target="_blank" rel="noreferrer" className={buttonClass(isSecond ? "ghost" : "primary")}>
      <ExternalLink aria-hidden size={16} />
      {isSecond ? t("wholePhone") : bot.isLocal ? t("openPhone") : t("openTelegram")}
    </a>
  );
}

function Questions({ questions }: { questions: readonly string[] }) {
  const t = useTranslations("start.steps.reply");
  return (
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
  );
}
