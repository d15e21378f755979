"use client";

import ChartBar from "lucide-react/icons/chart-bar";
import ExternalLink from "lucide-react/icons/external-link";
import MapPin from "lucide-react/icons/map-pin";
import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { MessageContent } from "@/server/conversations/schemas";

type Of<Kind extends MessageContent["kind"]> = Extract<MessageContent, { kind: Kind }>;

/** A point or a place by name, with the way to a map. */
export function PlaceContent({ content }: { content: Of<"location" | "venue"> }) {
  const t = useTranslations("conversations.content");
  const format = useFormat();
  const { latitude, longitude } = content;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <div className="flex min-w-0 items-start gap-2.5">
      <span className="flex size-10 shrink-0 items-center justify-center rounded-md bg-sunken text-ink-muted">
        <MapPin aria-hidden size={20} />
      </span>
      <span className="flex min-w-0 flex-col items-start gap-0.5">
        {content.kind === "venue" ? (
          <>
            <bdi className="font-medium [overflow-wrap:anywhere] match-parent">
              {content.title || t("kind.venue")}
            </bdi>
            <bdi className="text-ink-muted text-sm [overflow-wrap:anywhere] match-parent">
              {content.address}
            </bdi>
          </>
        ) : (
          <>
            <span className="font-medium">{t(content.isLive ? "liveLocation" : "kind.location")}</span>
            {content.accuracyM !== null && content.accuracyM > 0 && (
              <span className="text-ink-muted text-sm">
                {t("accuracy", { metres: format.number(content.accuracyM, 0) })}
              </span>
            )}
          </>
        )}
        <bdi dir="ltr" data-figure className="text-ink-faint text-xs">
          {point}
        </bdi>
        <a
          href={map}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent-text text-sm underline underline-offset-2 max-sm:min-h-11"
        >
          {t("openMap")}
          <ExternalLink aria-hidden size={14} />
        </a>
      </span>
    </div>
  );
}

/** A poll that the customer passed on: its question and what may be chosen. */
export function PollContent({ content }: { content: Of<"poll"> }) {
  const t = useTranslations("conversations.content");
  const format = useFormat();
  const total = content.options.reduce((sum, option) => sum + option.votes, 0);
  const facts = [
    t(content.isQuiz ? "quiz" : "kind.poll"),
    content.isAnonymous ? t("anonymous") : null,
    content.allowsSeveral ? t("severalAnswers") : null,
    content.isClosed ? t("pollClosed") : null,
  ].filter(Boolean);
  return (
    <div className="flex w-72 min-w-0 max-w-full flex-col gap-2">
      <p className="flex items-center gap-1.5 text-ink-faint text-xs">
        <ChartBar aria-hidden size={14} className="shrink-0" />
        {facts.join(" · ")}
      </p>
      <p dir="auto" className="font-medium [overflow-wrap:anywhere]">
        {content.question}
      </p>
      <ul className="flex flex-col gap-1.5">
        {content.options.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: options have no ids and never change places.
          <li key={index} className="flex flex-col gap-1">
            <span className="flex items-baseline justify-between gap-3 text-sm">
              <bdi className="min-w-0 [overflow-wrap:anywhere]">{option.text}</bdi>
              <span data-figure className="shrink-0 text-ink-muted text-xs">
                {t("votes", { count: option.votes })}
              </span>
            </span>
            <span aria-hidden className="h-1 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${total > 0 ? (option.votes / total) * 100 : 0}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
      <p className="text-ink-faint text-xs">{t("votesInAll", { count: format.number(total, 0) })}</p>
    </div>
  );
}

/** What was thrown and how it fell. */
export function DiceContent({ content }: { content: Of<"dice"> }) {
  const t = useTranslations("conversations.content");
  return (
    <p className="flex items-center gap-2">
      <span aria-hidden className="text-3xl leading-none">
        {content.emoji}
      </span>
      <span>
        {t("kind.dice")}:{" "}
        <span data-figure className="font-semibold">
          {content.value}
        </span>
      </span>
    </p>
  );
}
