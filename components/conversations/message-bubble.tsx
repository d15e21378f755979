"use client";

import Paperclip from "lucide-react/icons/paperclip";
import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover } from "@/components/ui/popover";
import { useFormat } from "@/lib/format/use-format";
import type { ThreadMessage } from "@/server/conversations/schemas";
import { DeliveryMark, DeliveryTrouble } from "./delivery-mark";
import { MessageActions } from "./message-actions";
import { ForwardedLine, Reactions, RepliedToLine } from "./message-around";
import { MessageChange } from "./message-change";
import { MessageContent, Words } from "./message-content";
import { MessageSources } from "./message-sources";
import type { PendingReply } from "./pending-replies";
import { toErrorKey } from "./use-moves";

/** The customer at the start side, plain; the agent and members at the end side, told apart by colour and picture. */
const bubbleClass = "min-w-0 max-w-[min(36rem,82%)] rounded-lg px-3 py-2";
const bubbles = {
  customer: "bg-hover text-ink rounded-es-none",
  agent: "border border-line bg-surface text-ink rounded-ee-none",
  member: "bg-accent-soft text-ink rounded-ee-none",
  system: "border border-line border-dashed bg-transparent text-ink-muted rounded-ee-none",
} as const;

/** One message: who wrote it, what it says, how its sending went and what it rests on. */
export function MessageBubble(props: {
  message: ThreadMessage;
  /** All of its album, itself first. */
  parts: readonly ThreadMessage[];
  customerName: string;
  isContinued: boolean;
  canAct: boolean;
  /** Goes to another message of the thread. */
  onJump: (messageId: string) => void;
}) {
  const t = useTranslations("conversations.thread");
  const { member } = useWorkspace();
  const { message, parts, isContinued } = props;
  const last = parts.at(-1) ?? message;
  const isOut = message.direction === "out";
  const name =
    message.author === "customer"
      ? props.customerName
      : message.author === "member"
        ? message.member?.id === member.id
          ? t("you")
          : (message.member?.name ?? "")
        : t(message.author);

  return (
    <article
      aria-label={name}
      tabIndex={-1}
      data-message={message.id}
      className={cn(
        "group/message flex flex-col gap-1 rounded-lg",
        isOut && "items-end",
        isContinued ? "mt-1" : "mt-4",
      )}
    >
      {!isContinued && (
        <span className="px-9 text-ink-faint text-xs">
          <bdi>{name}</bdi>
        </span>
      )}
      <div className={cn("flex w-full min-w-0 items-end gap-2", isOut && "flex-row-reverse")}>
        <Avatar
          name={message.member?.name ?? name}
          kind={message.author === "agent" || message.author === "system" ? "agent" : "person"}
          size={24}
          className={cn(isContinued && "invisible")}
        />
        <div
          className={cn(bubbleClass, bubbles[message.author], message.deletedAt && "line-through opacity-60")}
        >
          {message.forwardedFrom && <ForwardedLine from={message.forwardedFrom} />}
          {message.repliedTo && (
            <RepliedToLine
              target={message.repliedTo}
              customerName={props.customerName}
              onJump={props.onJump}
            />
          )}
          {parts.length > 1 ? (
            <Album parts={parts} canAct={props.canAct} />
          ) : (
            <MessageContent message={message} canAct={props.canAct} />
          )}
          <Meta message={isOut ? message : last} />
        </div>
        {props.canAct && <MessageActions message={message} />}
      </div>
      <div className={cn("flex max-w-full flex-col gap-1 px-8 empty:hidden", isOut && "items-end")}>
        <Reactions reactions={parts.flatMap((part) => part.reactions)} />
        <Buttons message={message} />
        {message.run && <MessageSources run={message.run} />}
        {parts.map(
          (part) =>
            part.delivery &&
            !part.deletedAt && (
              <DeliveryTrouble key={part.id} delivery={part.delivery} canAct={props.canAct} />
            ),
        )}
        <MessageChange message={message} canAct={props.canAct} />
      </div>
    </article>
  );
}

/** The parts of an album beside each other, each where it may be opened by itself. */
function Album({ parts, canAct }: { parts: readonly ThreadMessage[]; canAct: boolean }) {
  const t = useTranslations("conversations.thread");
  const isSeen = parts.every(({ kind }) => kind === "photo" || kind === "video" || kind === "animation");
  return (
    <ul
      aria-label={t("album", { count: parts.length })}
      className={cn("gap-2", isSeen ? "grid grid-cols-2 items-start" : "flex flex-col")}
    >
      {parts.map((part) => (
        <li key={part.id} data-message={part.id} className="min-w-0">
          <MessageContent message={part} canAct={canAct} />
        </li>
      ))}
    </ul>
  );
}

function Meta({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations.thread");
  const format = useFormat();
  return (
    <span className="mt-0.5 flex items-center justify-end gap-1.5 text-ink-faint text-xs">
      {message.threadId !== null && (
        <span title={t("topic", { number: message.threadId })} data-figure>
          <span className="sr-only">{t("topic", { number: message.threadId })}</span>
          <span aria-hidden>#{message.threadId}</span>
        </span>
      )}
      {message.editedAt && <Edited message={message} />}
      <time dateTime={message.sentAt} title={format.dateTime(message.sentAt)}>
        {format.time(message.sentAt)}
      </time>
      {message.delivery && <DeliveryMark state={message.delivery.state} />}
    </span>
  );
}

/** What the message said before, one press away. */
function Edited({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations.thread");
  const format = useFormat();
  if (message.edits.length === 0) return <span>{t("edited")}</span>;
  return (
    <Popover
      title={t("editedBefore")}
      trigger={
        <button type="button" className="rounded-md underline decoration-dotted underline-offset-2">
          {t("edited")}
        </button>
      }
    >
      <ol className="flex max-h-60 flex-col gap-3 overflow-y-auto">
        {message.edits.map((edit) => (
          <li key={`${edit.until} ${edit.text}`}>
            <Words>{edit.text}</Words>
            <time dateTime={edit.until} className="text-ink-faint text-xs">
              {format.dateTime(edit.until)}
            </time>
          </li>
        ))}
      </ol>
    </Popover>
  );
}

/** The buttons that the customer was shown; here they are only read. */
function Buttons({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations.thread");
  if (message.asksContact) return <span className="px-1 text-ink-faint text-xs">{t("asksContact")}</span>;
  if (message.buttons.length === 0) return null;
  return (
    <div className="flex flex-wrap justify-end gap-1">
      {message.buttons.flat().map((label) => (
        <bdi key={label} className="rounded-md border border-line px-2 py-0.5 text-ink-muted text-xs">
          {label}
        </bdi>
      ))}
    </div>
  );
}

/** A reply that is on its way to the server, or did not get there. */
export function PendingBubble(props: { reply: PendingReply; onRetry: () => void; onEdit: () => void }) {
  const t = useTranslations("conversations");
  const format = useFormat();
  const { member } = useWorkspace();
  const { reply } = props;
  const hasFailed = reply.state === "failed";
  return (
    <article aria-label={t("thread.you")} className="mt-4 flex flex-col items-end gap-1">
      <span className="px-9 text-ink-faint text-xs">{t("thread.you")}</span>
      <div className="flex w-full min-w-0 flex-row-reverse items-end gap-2">
        <Avatar name={member.displayName} size={24} />
        <div className={cn(bubbleClass, bubbles.member)}>
          {reply.attached.map(({ key, file }) => (
            <p key={key} className="flex items-center gap-1.5 text-sm">
              <Paperclip aria-hidden size={14} className="shrink-0" />
              <bdi className="truncate">{file.name}</bdi>
            </p>
          ))}
          {reply.text && <Words>{reply.text}</Words>}
          <span className="mt-0.5 flex items-center justify-end gap-1.5 text-ink-faint text-xs">
            <time dateTime={reply.startedAt}>{format.time(reply.startedAt)}</time>
            <DeliveryMark state={hasFailed ? "failed" : "queued"} />
          </span>
        </div>
      </div>
      {reply.state === "waiting" && (
        <p
          role="status"
          className="flex flex-wrap items-center justify-end gap-2 px-8 text-ink-muted text-sm"
        >
          {t("delivery.waiting")}
          <Button size="sm" variant="ghost" onClick={props.onEdit}>
            {t("delivery.takeBack")}
          </Button>
        </p>
      )}
      {hasFailed && (
        <p role="alert" className="flex flex-wrap items-center justify-end gap-2 px-8 text-danger text-sm">
          {t(
            reply.errorCode === "CONVERSATION_CHANGED"
              ? "delivery.answeredMeanwhile"
              : toErrorKey(reply.errorCode),
          )}
          <Button size="sm" onClick={props.onRetry}>
            {t("delivery.retry")}
          </Button>
          <Button size="sm" variant="ghost" onClick={props.onEdit}>
            {t("delivery.edit")}
          </Button>
        </p>
      )}
    </article>
  );
}
