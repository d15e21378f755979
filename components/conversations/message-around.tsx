"use client";

import Forward from "lucide-react/icons/forward";
import { useTranslations } from "next-intl";
import type { ForwardedFrom, MessageReaction, RepliedTo } from "@/server/conversations/schemas";
import { toContentKey } from "./use-preview";

/** Whom a message is passed on from. */
export function ForwardedLine({ from }: { from: ForwardedFrom }) {
  const t = useTranslations("conversations.thread");
  return (
    <p className="mb-1 flex min-w-0 items-center gap-1.5 text-ink-muted text-xs">
      <Forward aria-hidden size={14} className="flip-rtl shrink-0" />
      <span className="min-w-0 truncate">
        {t("forwarded")}
        {from.name && (
          <>
            {": "}
            <bdi className="font-medium">{from.name}</bdi>
          </>
        )}
        {from.username && (
          <>
            {" "}
            <bdi dir="ltr">@{from.username}</bdi>
          </>
        )}
      </span>
    </p>
  );
}

const quoteClass =
  "mb-1 flex w-full min-w-0 flex-col gap-0.5 rounded-md border-accent border-s-2 bg-sunken/70 px-2 py-1 text-start text-sm";

/** What a message answers, in a line; a press goes there when it is in this thread. */
export function RepliedToLine(props: {
  target: RepliedTo;
  customerName: string;
  onJump: (messageId: string) => void;
}) {
  const t = useTranslations("conversations");
  const { target } = props;
  const whose =
    target.by === "customer"
      ? props.customerName
      : target.by === "us"
        ? t("thread.we")
        : (target.name ?? t("thread.elsewhere"));
  const said = target.quote ?? target.text;
  const inside = (
    <>
      <bdi className="max-w-full truncate font-medium text-accent-text text-xs">{whose}</bdi>
      <span dir="auto" className="line-clamp-2 max-w-full text-ink-muted [overflow-wrap:anywhere]">
        {said || t(`content.kind.${toContentKey(target.kind)}`)}
      </span>
    </>
  );
  const { messageId } = target;
  if (messageId === null) {
    return (
      <div className={quoteClass}>
        {inside}
        {target.by !== "elsewhere" && <span className="text-ink-faint text-xs">{t("thread.replyGone")}</span>}
      </div>
    );
  }
  return (
    <button
      type="button"
      onClick={() => props.onJump(messageId)}
      aria-label={t("thread.goToReplied", { name: whose })}
      className={`${quoteClass} hover:bg-sunken`}
    >
      {inside}
    </button>
  );
}

/** What the customer put under a message. */
export function Reactions({ reactions }: { reactions: readonly MessageReaction[] }) {
  const t = useTranslations("conversations.thread");
  if (reactions.length === 0) return null;
  return (
    <ul aria-label={t("reactions")} className="flex flex-wrap gap-1">
      {reactions.map((reaction) => (
        <li
          key={reaction.kind === "emoji" ? reaction.emoji : reaction.kind}
          className="rounded-full border border-line bg-surface px-1.5 py-0.5 text-sm leading-none"
        >
          {reaction.kind === "emoji" ? (
            reaction.emoji
          ) : (
            <span role="img" aria-label={t(reaction.kind === "paid" ? "paidReaction" : "customReaction")}>
              {reaction.kind === "paid" ? "⭐" : "✨"}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
