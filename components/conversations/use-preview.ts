"use client";

import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import type { ConversationItem } from "@/server/conversations/schemas";

const namedKinds = [
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "sticker",
  "animation",
  "video_note",
  "location",
  "venue",
  "poll",
  "dice",
  "story",
  "contact",
] as const;
type NamedKind = (typeof namedKinds)[number];

/** The name of a kind of message, as in `conversations.content.kind`. */
export function toContentKey(kind: string | null): NamedKind | "other" {
  return namedKinds.find((known) => known === kind) ?? "other";
}

/** The last message in a line: whose, unless it is the customer's, and what it says or is. */
export function usePreview(item: ConversationItem): { author: string | null; text: string } {
  const t = useTranslations("conversations");
  const { member } = useWorkspace();
  const last = item.lastMessage;
  if (!last) return { author: null, text: t("list.noMessage") };
  const isMine = last.author === "member" && item.assignee?.id === member.id;
  const author =
    last.author === "agent"
      ? t("list.agent")
      : last.author === "member"
        ? t(isMine ? "list.you" : "list.member")
        : null;
  // Words alone say what they are; beside something that is carried, that is named first.
  const isWords = last.kind === "text" || last.kind === "command" || last.kind === "callback";
  if (isWords && last.text) return { author, text: last.text };
  if (isWords) return { author, text: t("thread.invisible") };
  const what = t(`content.kind.${toContentKey(last.unsupportedKind ?? last.kind)}`);
  return { author, text: last.text ? `${what}: ${last.text}` : what };
}
