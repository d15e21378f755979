"use client";

import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import type { ConversationItem } from "@/server/conversations/schemas";

const unsupportedKinds = [
  "sticker",
  "voice",
  "video",
  "video_note",
  "animation",
  "audio",
  "document",
  "location",
  "venue",
  "poll",
  "dice",
  "story",
] as const;
type UnsupportedKind = (typeof unsupportedKinds)[number];

/** The name of a kind of message that cannot be shown here, as in `conversations.unsupported`. */
export function toUnsupportedKey(kind: string | null): UnsupportedKind | "other" {
  return unsupportedKinds.find((known) => known === kind) ?? "other";
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
  if (last.text) return { author, text: last.text };
  if (last.kind === "photo") return { author, text: t("thread.photo") };
  if (last.kind === "contact") return { author, text: t("thread.ownContact") };
  return { author, text: t(`unsupported.${toUnsupportedKey(last.unsupportedKind)}`) };
}
