"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { v7 } from "uuid";
import { errorCode, errorDetail, useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { toPublicId } from "@/lib/public-id";
import { attachments } from "./attachments";
import { composerMode } from "./composer-mode";
import { type PendingReply, pendingReplies } from "./pending-replies";
import { restoreDraft } from "./use-draft";
import { threadKey } from "./use-thread";

/** What someone else wrote while a reply was being typed. */
export type Conflict = {
  reply: PendingReply;
  lastSeq: number;
  answer: { author: "agent" | "member"; memberName: string | null; text: string; sentAt: string };
};

/** Errors after which the same text may be sent again as it is; for others it goes back to the composer. */
const canRetry = (code: string | null) =>
  code === null || ["DATABASE_AWAY", "INTERNAL_SERVER_ERROR", "LIMIT_REACHED"].includes(code);

/**
 * Sends replies: the bubble stands at once, the id is ours, so that a retry or a double press never sends twice. A
 * refused reply gives its text back to the draft; `conflict` asks when someone answered meanwhile.
 */
export function useReplies(conversationId: string, onRefused: (code: string) => void) {
  const { slug } = useWorkspace();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const deliver = useCallback(
    async (reply: PendingReply) => {
      pendingReplies.put({ ...reply, state: "sending", errorCode: null });
      const { messageId, text, lastSeenSeq, force, replyTo, attached } = reply;
      try {
        await client.conversations.reply.mutate({
          conversationId: reply.conversationId,
          messageId,
          text,
          lastSeenSeq,
          force,
          replyTo: replyTo?.id,
          attachments: attached.flatMap(({ upload }) => (upload ? [upload.id] : [])),
        });
        pendingReplies.update(messageId, { state: "accepted" });
        await cache.invalidateQueries({ queryKey: threadKey(slug, reply.conversationId) });
        void cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
        pendingReplies.remove([messageId]);
        attachments.forget(attached);
      } catch (error) {
        const code = errorCode(error);
        if (canRetry(code)) return pendingReplies.update(messageId, { state: "failed", errorCode: code });
        pendingReplies.remove([messageId]);
        restoreDraft(reply.conversationId, text);
        attachments.restore(reply.conversationId, attached, code === "UPLOAD_NOT_FOUND");
        if (replyTo) composerMode.set(reply.conversationId, { kind: "reply", message: replyTo });
        if (code === "CONVERSATION_CHANGED") {
          const detail = errorDetail(error) as Pick<Conflict, "lastSeq" | "answer">;
          setConflict({ reply, ...detail });
          void cache.invalidateQueries({ queryKey: threadKey(slug, reply.conversationId) });
        } else onRefused(code ?? "");
      }
    },
    [cache, client, onRefused, slug, trpc],
  );

  const send = useCallback(
    (text: string, lastSeenSeq: number, more: Partial<Pick<PendingReply, "replyTo" | "attached">> = {}) =>
      deliver({
        messageId: toPublicId("message", v7()),
        conversationId,
        text,
        startedAt: new Date().toISOString(),
        lastSeenSeq,
        force: false,
        replyTo: null,
        attached: [],
        ...more,
        state: "sending",
        errorCode: null,
      }),
    [conversationId, deliver],
  );

  return { send, retry: deliver, conflict, endConflict: () => setConflict(null) };
}
