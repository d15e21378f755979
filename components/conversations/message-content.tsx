"use client";

import BadgeCheck from "lucide-react/icons/badge-check";
import ImageOff from "lucide-react/icons/image-off";
import Paperclip from "lucide-react/icons/paperclip";
import Phone from "lucide-react/icons/phone";
import Pointer from "lucide-react/icons/pointer";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { isVisible } from "@/server/conversations/rules";
import type { ThreadMessage } from "@/server/conversations/schemas";
import { toUnsupportedKey } from "./use-preview";

/** What a message says or is: text, a contact, a photo, a press, a command, or what cannot be shown here. */
export function MessageContent({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations");
  switch (message.kind) {
    case "contact":
      return <SharedContact message={message} />;
    case "photo":
      return <Photo message={message} />;
    case "callback":
      return (
        <Line icon={<Pointer aria-hidden size={16} />} label={t("thread.callback")}>
          <bdi>{message.text}</bdi>
        </Line>
      );
    case "command":
      return (
        <code dir="ltr" className="break-words font-mono text-sm">
          {message.text}
        </code>
      );
    case "unsupported":
      return (
        <>
          <Line icon={<Paperclip aria-hidden size={16} />}>
            {t("unsupported.hint", { what: t(`unsupported.${toUnsupportedKey(message.unsupportedKind)}`) })}
          </Line>
          {message.text && <Words>{message.text}</Words>}
        </>
      );
    case "text":
      if (!isVisible(message.text)) return <p className="text-ink-muted italic">{t("thread.invisible")}</p>;
      return <Words>{message.text}</Words>;
  }
}

/** Text as it was written: its own direction, its own line breaks, and never wider than its bubble. */
export function Words({ children }: { children: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {children}
    </p>
  );
}

function Line(props: { icon: ReactNode; label?: string; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2">
      <span className="mt-0.5 shrink-0 text-ink-faint">{props.icon}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {props.label && <span className="block text-ink-faint text-xs">{props.label}</span>}
        {props.children}
      </span>
    </p>
  );
}

function SharedContact({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations.thread");
  const { contact } = message;
  if (!contact) return null;
  return (
    <Line
      icon={
        contact.isOwn ? (
          <BadgeCheck aria-hidden size={16} className="text-success" />
        ) : (
          <Phone aria-hidden size={16} />
        )
      }
      label={t(contact.isOwn ? "ownContact" : "otherContact")}
    >
      <bdi dir="ltr" data-figure>
        {contact.phone}
      </bdi>
    </Line>
  );
}

const photoWidth = 280;

/** Its place is kept by its own proportions, so that nothing moves when it comes. */
function Photo({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations.thread");
  const { photo } = message;
  if (!photo) return null;
  const ratio = photo.width > 0 && photo.height > 0 ? photo.width / photo.height : 4 / 3;
  const place = { width: photoWidth, maxWidth: "100%", aspectRatio: Math.min(Math.max(ratio, 0.5), 2.5) };
  return (
    <div className="flex flex-col gap-1.5">
      {photo.fileId ? (
        <a href={`/api/files/${photo.fileId}`} target="_blank" rel="noreferrer" className="block rounded-md">
          {/* biome-ignore lint/performance/noImgElement: a customer's picture from an authorised route, not one to optimise. */}
          <img
            src={`/api/files/${photo.fileId}`}
            alt={t("photo")}
            loading="lazy"
            className="rounded-md bg-hover object-cover"
            style={place}
          />
        </a>
      ) : (
        <div
          style={place}
          className="flex items-center justify-center gap-2 rounded-md bg-hover px-3 text-ink-muted text-sm"
        >
          {photo.state === "failed" && <ImageOff aria-hidden size={16} />}
          {t(photo.state === "failed" ? "photoFailed" : "photoWaiting")}
        </div>
      )}
      {message.text && <Words>{message.text}</Words>}
    </div>
  );
}
