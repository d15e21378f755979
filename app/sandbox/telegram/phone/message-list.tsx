"use client";

import ArrowDown from "lucide-react/icons/arrow-down";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import type { TranscriptMessage } from "@/sandbox/telegram/transcript";
import { Bubble, type BubbleActions } from "./bubble";

/** Closer to the end than this, new messages are followed. */
const followPx = 120;

/** The messages from the oldest shown to the newest, with a line for each day. */
export function MessageList(props: {
  messages: readonly TranscriptMessage[];
  isTyping: boolean;
  botName: string;
  actions: BubbleActions;
  empty: React.ReactNode;
}) {
  const { messages, isTyping, actions } = props;
  const t = useTranslations("sandbox.chat");
  const { day } = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isAway, setIsAway] = useState(false);

  const goToEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown decides when to follow.
  useLayoutEffect(() => {
    if (isFollowing.current) goToEnd();
  }, [messages, isTyping]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-label={t("messages")}
        className="h-full overflow-y-auto overscroll-contain px-3 pb-3 focus-visible:-outline-offset-2"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isFollowing.current = scrollHeight - scrollTop - clientHeight < followPx;
          setIsAway(!isFollowing.current);
        }}
      >
        {messages.length === 0 ? (
          props.empty
        ) : (
          <ol className="flex min-h-full flex-col justify-end">
            {messages.map((message, index) => {
              const before = messages[index - 1];
              const label = day(message.date * 1000);
              const isNewDay = !before || day(before.date * 1000) !== label;
              return [
                isNewDay && (
                  <li key={`day ${message.id}`} className="sticky top-2 z-10 mt-3 self-center">
                    <span className="rounded-full bg-raised px-2.5 py-0.5 font-medium text-ink-muted text-xs shadow-float">
                      {label}
                    </span>
                  </li>
                ),
                <Bubble
                  key={message.id}
                  message={message}
                  isFirst={
                    isNewDay || !before || before.service !== undefined || !isSameSide(before, message)
                  }
                  actions={actions}
                />,
              ];
            })}
            {isTyping && (
              <li className="mt-2 self-start rounded-bubble rounded-es-md border border-line bg-surface px-3.5 py-2 text-ink-muted">
                <span className="sr-only">{`${props.botName}: ${t("typing")}`}</span>
                <span aria-hidden className="flex h-5 items-center gap-1 motion-safe:animate-pulse">
                  <Dot />
                  <Dot />
                  <Dot />
                </span>
              </li>
            )}
          </ol>
        )}
      </div>
      {isAway && (
        <IconButton
          label={t("toEnd")}
          icon={<ArrowDown aria-hidden size={16} />}
          variant="secondary"
          className="absolute end-3 bottom-3 rounded-full shadow-float"
          onClick={goToEnd}
        />
      )}
    </div>
  );
}

function isSameSide(one: TranscriptMessage, other: TranscriptMessage): boolean {
  return one.direction === other.direction && one.sender?.id === other.sender?.id;
}

/** The shape of a chat that is being read. */
export function MessageListSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-end gap-2 p-3" aria-hidden>
      <Skeleton className="h-10 w-1/2 self-end rounded-bubble" />
      <Skeleton className="h-16 w-3/4 rounded-bubble" />
      <Skeleton className="h-10 w-2/5 self-end rounded-bubble" />
    </div>
  );
}

function Dot() {
  return <span className="size-1.5 rounded-full bg-ink-faint" />;
}
