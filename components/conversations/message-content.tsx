"use client";

import BadgeCheck from "lucide-react/icons/badge-check";
import BookImage from "lucide-react/icons/book-image";
import Paperclip from "lucide-react/icons/paperclip";
import Phone from "lucide-react/icons/phone";
import Pointer from "lucide-react/icons/pointer";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { isVisible } from "@/server/conversations/rules";
import type { MessageContent as Content, ThreadMessage } from "@/server/conversations/schemas";
import {
  AnimationContent,
  PhotoContent,
  StickerContent,
  VideoContent,
  VideoNoteContent,
} from "./message-media";
import { DiceContent, PlaceContent, PollContent } from "./message-place";
import { DocumentContent, SoundContent } from "./message-sound";
import { toContentKey } from "./use-preview";

/** What a message says or is: its words, below what it carries. */
export function MessageContent({ message, canAct }: { message: ThreadMessage; canAct: boolean }) {
  const t = useTranslations("conversations");
  if (message.content) {
    return (
      <div className="flex min-w-0 flex-col gap-1.5">
        <Carried content={message.content} canAct={canAct} />
        {message.text && <Words>{message.text}</Words>}
      </div>
    );
  }
  switch (message.kind) {
    case "callback":
      return (
        <Line icon={<Pointer aria-hidden size={16} />} label={t("thread.callback")}>
          <bdi>{message.text}</bdi>
        </Line>
      );
    case "command":
      return <Command message={message} />;
    case "text":
      if (!isVisible(message.text)) return <p className="text-ink-muted italic">{t("thread.invisible")}</p>;
      return <Words>{message.text}</Words>;
    default:
      return (
        <>
          <Line icon={<Paperclip aria-hidden size={16} />}>
            {t("content.elsewhere", {
              what: t(`content.kind.${toContentKey(message.unsupportedKind ?? message.kind)}`),
            })}
          </Line>
          {message.text && <Words>{message.text}</Words>}
        </>
      );
  }
}

/** What a message carries besides words. */
function Carried({ content, canAct }: { content: Content; canAct: boolean }) {
  switch (content.kind) {
    case "photo":
      return <PhotoContent content={content} canAct={canAct} />;
    case "video":
      return <VideoContent content={content} canAct={canAct} />;
    case "video_note":
      return <VideoNoteContent content={content} canAct={canAct} />;
    case "animation":
      return <AnimationContent content={content} canAct={canAct} />;
    case "sticker":
      return <StickerContent content={content} canAct={canAct} />;
    case "voice":
    case "audio":
      return <SoundContent content={content} canAct={canAct} />;
    case "document":
      return <DocumentContent content={content} canAct={canAct} />;
    case "location":
    case "venue":
      return <PlaceContent content={content} />;
    case "poll":
      return <PollContent content={content} />;
    case "dice":
      return <DiceContent content={content} />;
    case "story":
      return <Story content={content} />;
    case "contact":
      return <SharedContact content={content} />;
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

export function Line(props: { icon: ReactNode; label?: string; children: ReactNode }) {
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

/** A command as it was typed; what a deep link brought along is said for itself. */
function Command({ message }: { message: ThreadMessage }) {
  const t = useTranslations("conversations.thread");
  const isDeepLink = message.commandArgument !== null && message.text.startsWith("/start");
  return (
    <>
      <code dir="ltr" className="font-mono text-sm [overflow-wrap:anywhere]">
        {message.text}
      </code>
      {isDeepLink && (
        <span className="mt-0.5 block text-ink-faint text-xs">
          {t("deepLink")} <bdi className="font-mono [overflow-wrap:anywhere]">{message.commandArgument}</bdi>
        </span>
      )}
    </>
  );
}

function Story({ content }: { content: Extract<Content, { kind: "story" }> }) {
  const t = useTranslations("conversations.content");
  return (
    <Line icon={<BookImage aria-hidden size={16} />} label={t("kind.story")}>
      {content.name && <bdi className="block">{content.name}</bdi>}
      <span className="text-ink-muted text-sm">{t("storyHint")}</span>
    </Line>
  );
}

function SharedContact({ content }: { content: Extract<Content, { kind: "contact" }> }) {
  const t = useTranslations("conversations.thread");
  return (
    <Line
      icon={
        content.isOwn ? (
          <BadgeCheck aria-hidden size={16} className="text-success" />
        ) : (
          <Phone aria-hidden size={16} />
        )
      }
      label={t(content.isOwn ? "ownContact" : "otherContact")}
    >
      {content.name && !content.isOwn && <bdi className="block">{content.name}</bdi>}
      <bdi dir="ltr" data-figure>
        {content.phone}
      </bdi>
    </Line>
  );
}
