"use client";

import ArrowDown from "lucide-react/icons/arrow-down";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/lib/format/use-format";
import type { Conversation, ThreadEvent } from "@/server/conversations/schemas";
import type { Note } from "@/server/notes/schemas";
import { MessageBubble, PendingBubble } from "./message-bubble";
import { NoteCard } from "./note-card";
import type { PendingReply } from "./pending-replies";
import { type ThreadItem, toThreadItems } from "./thread-items";
import type { ThreadState } from "./thread-state";
import { useJump } from "./use-jump";

/** Within this of the bottom one is reading the newest, and the thread follows. */
const nearPx = 80;
/** Older messages are asked for before the reader gets to the top. */
const aheadPx = 400;

/**
 * Everything said, the newest at the bottom. It opens at the bottom, stays where the reader is when older messages
 * come above, follows new ones while the reader is at the bottom and counts them while not.
 */
export function Thread(props: {
  conversation: Conversation;
  thread: ThreadState;
  pending: readonly PendingReply[];
  notes: readonly Note[];
  canAct: boolean;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onOlder: (isFar: boolean) => void;
  openedAt: string | null;
  onRetry: (reply: PendingReply) => void;
  onEdit: (reply: PendingReply) => void;
}) {
  const t = useTranslations("conversations");
  const { timeZone } = useWorkspace();
  const { conversation, thread, pending, notes } = props;
  const dayOf = useMemo(() => toDayOf(timeZone), [timeZone]);
  const items = useMemo(
    () => toThreadItems({ messages: thread.messages, events: thread.events, notes, pending, dayOf }),
    [thread, notes, pending, dayOf],
  );
  const newest = items.at(-1);
  const scroll = useScroll({
    oldestId: thread.messages[0]?.id,
    newestId: newest?.key,
    isNewestOwn: newest?.kind === "pending",
    messages: thread.messages,
  });

  const jump = useJump({
    box: scroll.box,
    thread,
    hasOlder: props.hasOlder,
    isLoadingOlder: props.isLoadingOlder,
    onOlder: props.onOlder,
    openedAt: props.openedAt,
    onLeave: scroll.leaveEnd,
  });

  function onScroll() {
    scroll.onScroll();
    const box = scroll.box.current;
    if (box && box.scrollTop < aheadPx && props.hasOlder && !props.isLoadingOlder) props.onOlder(false);
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroll.box}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard.
        tabIndex={0}
        role="log"
        aria-label={t("thread.label", { name: conversation.customer.name })}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col justify-end px-4 pt-4 pb-5">
          {props.hasOlder && (
            <div className="flex justify-center pb-2">
              <Button
                size="sm"
                variant="ghost"
                loading={props.isLoadingOlder}
                onClick={() => props.onOlder(false)}
              >
                {t(props.isLoadingOlder ? "thread.loadingOlder" : "thread.older")}
              </Button>
            </div>
          )}
          {items.map((item) => (
            <Item key={item.key} item={item} {...props} onJump={jump} />
          ))}
        </div>
      </div>
      {!scroll.isAtEnd && (
        <Button
          size="sm"
          onClick={scroll.toEnd}
          icon={<ArrowDown aria-hidden size={14} />}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-float"
        >
          {scroll.unseen > 0 ? t("thread.newMessages", { count: scroll.unseen }) : t("thread.toNewest")}
        </Button>
      )}
    </div>
  );
}

/** A day as the workspace's calendar counts it, as a word that can be compared. */
function toDayOf(timeZone: string): (at: string) => string {
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone });
  return (at) => calendar.format(new Date(at));
}

function useScroll(content: {
  oldestId: string | undefined;
  newestId: string | undefined;
  /** The reader has just written: it is shown, wherever they were reading. */
  isNewestOwn: boolean;
  messages: ThreadState["messages"];
}) {
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const last = content.messages.at(-1)?.id;
  const [seenId, setSeenId] = useState(last);
  const before = useRef({ height: 0, oldestId: content.oldestId, newestId: content.newestId });

  // Before the browser paints, so that nothing is seen to jump. (The browser's own anchoring is off: not all have it,
  // and with ours it would move twice.)
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const held = before.current;
    const hasOlderAbove = held.height > 0 && held.oldestId !== content.oldestId;
    const hasOwnBelow = content.isNewestOwn && held.newestId !== content.newestId;
    if (isAtEnd || hasOwnBelow) element.scrollTop = element.scrollHeight;
    else if (hasOlderAbove) element.scrollTop += element.scrollHeight - held.height;
    before.current = {
      height: element.scrollHeight,
      oldestId: content.oldestId,
      newestId: content.newestId,
    };
  });
  useEffect(() => {
    if (isAtEnd) setSeenId(last);
  }, [isAtEnd, last]);
  const seenAt = content.messages.findLastIndex((message) => message.id === seenId);

  return {
    box,
    isAtEnd,
    unseen: content.messages.slice(seenAt + 1).filter((message) => message.direction === "in").length,
    onScroll() {
      const element = box.current;
      if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < nearPx);
    },
    leaveEnd: () => setAtEnd(false),
    toEnd() {
      if (box.current) box.current.scrollTop = box.current.scrollHeight;
    },
  };
}

function Item(props: {
  item: ThreadItem;
  conversation: Conversation;
  canAct: boolean;
  onJump: (messageId: string) => void;
  onRetry: (reply: PendingReply) => void;
  onEdit: (reply: PendingReply) => void;
}) {
  const t = useTranslations("conversations.thread");
  const format = useFormat();
  const { item } = props;
  switch (item.kind) {
    case "day":
      return (
        <div className="mt-5 flex items-center gap-3 text-ink-faint text-xs">
          <span aria-hidden className="h-px flex-1 bg-line" />
          <time dateTime={item.at} className="inline-block first-letter:uppercase">
            {format.day(item.at)}
          </time>
          <span aria-hidden className="h-px flex-1 bg-line" />
        </div>
      );
    case "beginning":
      return <SystemLine>{t("beginning")}</SystemLine>;
    case "handoff":
      return <SystemLine>{t("handoff")}</SystemLine>;
    case "event":
      return <EventLine event={item.event} />;
    case "message":
      return (
        <MessageBubble
          message={item.message}
          parts={item.parts}
          customerName={props.conversation.customer.name}
          isContinued={item.isContinued}
          canAct={props.canAct}
          onJump={props.onJump}
        />
      );
    case "note":
      return <NoteCard note={item.note} canAct={props.canAct} />;
    case "pending":
      return (
        <PendingBubble
          reply={item.reply}
          onRetry={() => props.onRetry(item.reply)}
          onEdit={() => props.onEdit(item.reply)}
        />
      );
  }
}

function EventLine({ event }: { event: ThreadEvent }) {
  const t = useTranslations("conversations.thread");
  const { member } = useWorkspace();
  const format = useFormat();
  const who = event.member?.id === member.id ? "you" : "other";
  return (
    <SystemLine>
      {t(event.kind, {
        who,
        name: event.member?.name ?? t("bySystem"),
        to: event.to === null ? "nobody" : event.to.id === member.id ? "you" : "other",
        toName: event.to?.name ?? "",
        until: event.until ? format.dateTime(event.until) : "",
      })}{" "}
      · <time dateTime={event.at}>{format.time(event.at)}</time>
    </SystemLine>
  );
}

function SystemLine({ children }: { children: ReactNode }) {
  return <p className="mt-4 text-center text-ink-faint text-xs">{children}</p>;
}
