"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { errorCode, errorDetail, useTRPC, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { Conversation, MemberRef } from "@/server/conversations/schemas";
import { threadKey } from "./use-thread";

/**
 * Taking over, giving back to the agent, closing and opening again. The screen changes at once and goes back when the
 * server refuses, saying why.
 */
export function useMoves(conversation: Conversation) {
  const t = useTranslations("conversations");
  const common = useTranslations("common");
  const { slug, member } = useWorkspace();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { id: conversationId, lastSeq } = conversation;
  const key = trpc.conversations.get.queryKey({ conversationId });

  function expect(changes: Partial<Conversation>) {
    return async () => {
      await cache.cancelQueries({ queryKey: key });
      const before = cache.getQueryData<Conversation>(key);
      cache.setQueryData<Conversation>(key, (held) => held && { ...held, ...changes });
      return { before };
    };
  }
  const onSettled = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() }),
      cache.invalidateQueries({ queryKey: threadKey(slug, conversationId) }),
    ]);
  function onError(error: unknown, _: unknown, held: { before: Conversation | undefined } | undefined) {
    cache.setQueryData(key, held?.before);
    if (errorCode(error) === "CONVERSATION_TAKEN") {
      const { assignee } = errorDetail(error) as { assignee: MemberRef | null };
      return toast.failed(t("errors.taken", { name: assignee?.name ?? "" }));
    }
    toast.failed(t(toErrorKey(errorCode(error))));
  }

  const me: MemberRef = { id: member.id, name: member.displayName };
  const takeOver = useMutation(
    trpc.conversations.takeOver.mutationOptions({
      onMutate: expect({ status: "handed_off", assignee: me }),
      onError,
      onSettled,
    }),
  );
  const release = useMutation(
    trpc.conversations.release.mutationOptions({
      onMutate: expect({ status: "open", assignee: null, handoffSummary: null, suggestedReply: null }),
      onError,
      onSettled,
      onSuccess: () => toast.done(t("moved.released")),
    }),
  );
  const reopen = useMutation(
    trpc.conversations.reopen.mutationOptions({ onMutate: expect({ closedAt: null }), onError, onSettled }),
  );
  const close = useMutation(
    trpc.conversations.close.mutationOptions({
      onMutate: expect({ status: "closed" }),
      onError,
      onSettled,
      onSuccess: () => {
        const status = conversation.status === "open" ? ("open" as const) : ("handed_off" as const);
        toast.done(t("moved.closed", { name: conversation.customer.name }), {
          undo: { label: common("undo"), run: () => reopen.mutate({ conversationId, status, isUndo: true }) },
        });
      },
    }),
  );
  const heldBy = conversation.assignee?.id ?? null;
  const [takeIt, releaseIt, closeIt, reopenIt] = [
    takeOver.mutate,
    release.mutate,
    close.mutate,
    reopen.mutate,
  ];
  const act = useMemo(
    () => ({
      takeOver: () => takeIt({ conversationId, heldBy }),
      release: () => releaseIt({ conversationId }),
      close: () => closeIt({ conversationId, lastSeenSeq: lastSeq }),
      reopen: () => reopenIt({ conversationId }),
    }),
    [conversationId, heldBy, lastSeq, takeIt, releaseIt, closeIt, reopenIt],
  );
  const isMoving = takeOver.isPending || release.isPending || close.isPending || reopen.isPending;
  return { ...act, isMoving };
}

const errorKeys = {
  CONVERSATION_STATE_INVALID: "errors.state",
  CONVERSATION_SUPERSEDED: "errors.superseded",
  CONVERSATION_UNREAD: "errors.unread",
  CHANNEL_NOT_CONNECTED: "errors.channel",
  PERMISSION_DENIED: "errors.forbidden",
  NOT_SIGNED_IN: "errors.signedOut",
  WORKSPACE_NOT_FOUND: "errors.removed",
  TEXT_EMPTY: "errors.empty",
  TEXT_TOO_LONG: "errors.tooLong",
  MESSAGE_NOT_YOURS: "errors.notYours",
  MESSAGE_NOT_SENT: "errors.notSent",
  MESSAGE_DELETED: "errors.deleted",
  MESSAGE_TOO_OLD: "errors.tooOld",
  UPLOAD_NOT_FOUND: "errors.uploadGone",
  NOTE_NOT_FOUND: "errors.noteGone",
  MENTION_INVALID: "errors.mention",
  CANNED_REPLY_NOT_FOUND: "errors.cannedGone",
  SHORTCUT_TAKEN: "errors.shortcutTaken",
  SHORTCUT_INVALID: "errors.shortcutInvalid",
  VARIABLE_UNKNOWN: "errors.variableUnknown",
  TOO_MANY_REPLIES: "errors.replyLimit",
  ASSIGNEE_INVALID: "errors.assignee",
  SNOOZE_INVALID: "errors.snooze",
  TAG_NAME_TAKEN: "errors.tagTaken",
  TAG_NOT_FOUND: "errors.tagGone",
  TAG_LIMIT_REACHED: "errors.tagLimit",
  TOO_MANY_TAGS: "errors.tooManyTags",
  TOO_MANY_INBOX_VIEWS: "errors.viewLimit",
  INBOX_VIEW_NOT_FOUND: "errors.viewGone",
  DELETION_NOT_PENDING: "errors.deletionGone",
} as const;

/** The text that says what happened, what was kept and what to do. */
export function toErrorKey(
  code: string | null,
): (typeof errorKeys)[keyof typeof errorKeys] | "errors.unknown" {
  return (code !== null && errorKeys[code as keyof typeof errorKeys]) || "errors.unknown";
}
