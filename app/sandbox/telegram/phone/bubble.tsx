"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import ContactRound from "lucide-react/icons/contact-round";
import Copy from "lucide-react/icons/copy";
import ExternalLink from "lucide-react/icons/external-link";
import LoaderCircle from "lucide-react/icons/loader-circle";
import Pencil from "lucide-react/icons/pencil";
import Reply from "lucide-react/icons/reply";
import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Menu, MenuItem, MenuTiles } from "@/components/ui/menu";
import { useFormat } from "@/lib/format/use-format";
import type { TranscriptButton, TranscriptMessage } from "@/sandbox/telegram/transcript";
import { Attachment } from "./attachment";
import { RichText } from "./rich-text";

/** What is offered as a reaction; the Bot API knows many more. */
const reactions = ["👍", "❤", "🔥", "🙏", "😁", "👎"];

export type BubbleActions = {
  onTap: (messageId: number, data: string) => void;
  onEdit: (message: TranscriptMessage) => void;
  onReply: (message: TranscriptMessage) => void;
  onReact: (messageId: number, emoji: string | null) => void;
  onRemove: (messageId: number) => void;
  onVote: (messageId: number, options: number[]) => void;
  /** Whether this message is of the one who holds the phone; in private chats whatever came in is. */
  isMine: (message: TranscriptMessage) => boolean;
  /** `messageId data` of the button that waits for the bot. */
  waitingFor: string | null;
};

/** One message: the customer's on their side, the bot's with its buttons on the other. */
export function Bubble({
  message,
  isFirst,
  actions,
}: {
  message: TranscriptMessage;
  isFirst: boolean;
  actions: BubbleActions;
}) {
  const t = useTranslations("sandbox.chat");
  const { time } = useFormat();
  const isMine = actions.isMine(message);
  const hasPhotoOnly = message.photo !== undefined && message.text === "";
  if (message.service) return <ServiceLine message={message} />;
  return (
    <li
      className={cn("group flex flex-col", isMine ? "items-end" : "items-start", isFirst ? "mt-2" : "mt-0.5")}
    >
      <div className={cn("flex max-w-[85%] items-center gap-1", isMine && "flex-row-reverse")}>
        <div
          className={cn(
            "relative min-w-0 overflow-hidden rounded-bubble text-lg sm:text-base",
            isMine ? "rounded-ee-md bg-accent-soft" : "rounded-es-md border border-line bg-surface",
          )}
        >
          {message.sender && !isMine ? (
            <p className="truncate px-3 pt-1.5 font-medium text-accent-text text-sm">
              <bdi>{message.sender.name}</bdi>
            </p>
          ) : (
            <span className="sr-only">{isMine ? t("you") : t("bot")}</span>
          )}
          {message.photo && <Photo photo={message.photo} alt={message.text || t("photo")} />}
          <div
            className={cn(
              "px-3 py-1.5",
              hasPhotoOnly && "absolute end-1.5 bottom-1.5 rounded-full bg-raised px-2 py-0.5",
            )}
          >
            {message.forwardedFrom && (
              <p className="mb-1 truncate text-ink-muted text-sm">
                {t("forwarded")} <bdi className="font-medium">{message.forwardedFrom}</bdi>
              </p>
            )}
            {message.replyTo && (
              <p
                dir="auto"
                className="mb-1 truncate border-accent border-s-2 ps-2 text-start text-ink-muted text-sm"
              >
                <span className="sr-only">{t("reply")}: </span>
                {message.replyTo.quote ?? (message.replyTo.text || t("photo"))}
              </p>
            )}
            <Attachment message={message} onVote={actions.onVote} />
            {message.contact && <ContactCard contact={message.contact} />}
            <div className="flex flex-wrap items-end justify-end gap-x-2.5">
              {message.text && (
                <p dir="auto" className="me-auto min-w-0 whitespace-pre-wrap break-words text-start">
                  <RichText text={message.text} entities={message.entities} />
                </p>
              )}
              <p className="shrink-0 text-ink-faint text-xs tabular-nums">
                {message.editedAt !== undefined && `${t("edited")} `}
                <time dateTime={new Date(message.date * 1000).toISOString()}>
                  {time(message.date * 1000)}
                </time>
              </p>
            </div>
          </div>
        </div>
        <MessageMenu message={message} isMine={isMine} actions={actions} />
      </div>
      {message.reactions && <Reactions message={message} onReact={actions.onReact} />}
      {message.buttons.length > 0 && <Buttons message={message} actions={actions} />}
    </li>
  );
}

function Photo({ photo, alt }: { photo: NonNullable<TranscriptMessage["photo"]>; alt: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: served by the stand-in itself, which nothing can optimise.
    <img
      src={photo.url}
      alt={alt}
      width={photo.width}
      height={photo.height}
      className="max-h-80 w-full min-w-40 bg-hover object-cover"
    />
  );
}

function ContactCard({ contact }: { contact: NonNullable<TranscriptMessage["contact"]> }) {
  const t = useTranslations("sandbox.chat");
  return (
    <div className="flex items-center gap-3 py-1">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent text-accent-ink">
        <ContactRound aria-hidden size={20} />
      </span>
      <div className="min-w-0">
        <p className="truncate font-medium">
          <bdi>{contact.name}</bdi>
        </p>
        <p className="text-ink-muted tabular-nums">
          <bdi dir="ltr">{contact.phone}</bdi>
        </p>
        <p className="text-ink-faint text-xs">{contact.isOwn ? t("ownContact") : t("otherContact")}</p>
      </div>
    </div>
  );
}

function MessageMenu(props: { message: TranscriptMessage; isMine: boolean; actions: BubbleActions }) {
  const { message, isMine, actions } = props;
  const t = useTranslations("sandbox.chat");
  const own = message.reactions?.find((reaction) => reaction.isMine)?.emoji ?? null;
  const hasFile = message.photo !== undefined || message.file !== undefined;
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t("messageMenu")}
          className="rounded-full p-1 text-ink-faint opacity-0 transition-opacity hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 pointer-coarse:opacity-60"
        >
          <ChevronDown aria-hidden size={16} />
        </button>
      }
    >
      <MenuTiles
        label={t("react")}
        items={reactions}
        chosen={own}
        onSelect={(emoji) => actions.onReact(message.id, emoji === own ? null : emoji)}
      />
      <MenuItem
        icon={<Reply aria-hidden size={16} className="flip-rtl" />}
        onSelect={() => actions.onReply(message)}
      >
        {t("replyTo")}
      </MenuItem>
      {isMine && message.text && !hasFile && (
        <MenuItem icon={<Pencil aria-hidden size={16} />} onSelect={() => actions.onEdit(message)}>
          {t("edit")}
        </MenuItem>
      )}
      {message.text && (
        <MenuItem
          icon={<Copy aria-hidden size={16} />}
          onSelect={() => void navigator.clipboard.writeText(message.text)}
        >
          {t("copy")}
        </MenuItem>
      )}
      {isMine && (
        <MenuItem
          danger
          icon={<Trash2 aria-hidden size={16} />}
          onSelect={() => actions.onRemove(message.id)}
        >
          {t("remove")}
        </MenuItem>
      )}
    </Menu>
  );
}

function Reactions(props: { message: TranscriptMessage; onReact: BubbleActions["onReact"] }) {
  const { message, onReact } = props;
  const t = useTranslations("sandbox.chat");
  return (
    <ul className="mt-0.5 flex gap-1">
      {message.reactions?.map(({ emoji, count, isMine }) => (
        <li key={emoji}>
          <button
            type="button"
            aria-pressed={isMine}
            aria-label={t("reactionOf", { emoji, count })}
            onClick={() => onReact(message.id, isMine ? null : emoji)}
            className={cn(
              "flex h-6 items-center gap-1 rounded-full px-2 text-sm tabular-nums transition-colors hover:bg-hover",
              isMine ? "bg-accent-soft text-accent-text" : "border border-line bg-surface",
            )}
          >
            <span aria-hidden>{emoji}</span>
            {count > 1 && <span aria-hidden>{count}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What happened in a chat, where nobody said anything. */
function ServiceLine({ message }: { message: TranscriptMessage }) {
  const t = useTranslations("sandbox.service");
  if (!message.service) return null;
  return (
    <li className="mt-2 self-center">
      <p className="max-w-80 rounded-full bg-hover px-3 py-0.5 text-center text-ink-muted text-sm">
        {t.rich(message.service, {
          who: () => <bdi>{message.sender?.name ?? ""}</bdi>,
          what: () => <bdi>{message.text}</bdi>,
        })}
      </p>
    </li>
  );
}

function Buttons({ message, actions }: { message: TranscriptMessage; actions: BubbleActions }) {
  const rows = Object.values(Object.groupBy(message.buttons, ({ row }) => row));
  return (
    <div className="mt-1 flex w-[85%] flex-col gap-1">
      {rows.map((row) => (
        <div key={row?.[0]?.row} className="flex gap-1">
          {row?.map((button) => (
            <InlineButton
              key={`${button.text} ${button.data ?? button.url}`}
              message={message}
              button={button}
              actions={actions}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

const buttonLook =
  "relative flex min-h-10 min-w-0 flex-1 items-center justify-center rounded-lg bg-accent-soft px-2 py-1.5 text-center font-medium text-accent-text transition-colors hover:bg-hover disabled:opacity-60 max-sm:min-h-11";

function InlineButton(props: {
  message: TranscriptMessage;
  button: TranscriptButton;
  actions: BubbleActions;
}) {
  const { message, button, actions } = props;
  const { data, url, copy } = button;
  const label = (
    <span dir="auto" className="break-words">
      {button.text}
    </span>
  );
  if (url !== undefined) {
    return (
      <a href={url} target="_blank" rel="noreferrer noopener" className={buttonLook}>
        {label}
        <ExternalLink aria-hidden size={12} className="absolute end-1.5 top-1.5" />
      </a>
    );
  }
  const isWaiting = data !== undefined && actions.waitingFor === `${message.id} ${data}`;
  const press = () => {
    if (data !== undefined) actions.onTap(message.id, data);
    else if (copy !== undefined) void navigator.clipboard.writeText(copy);
  };
  return (
    <button type="button" aria-busy={isWaiting || undefined} onClick={press} className={buttonLook}>
      {label}
      {isWaiting && <LoaderCircle aria-hidden size={12} className="absolute end-1.5 top-1.5 animate-spin" />}
    </button>
  );
}
