"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { v7 } from "uuid";
import { errorDetail, useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { toPublicId } from "@/lib/public-id";
import { attachments } from "./attachments";
import { composerMode } from "./composer-mode";
import { type PendingReply, pendingReplies } from "./pending-replies";
import { sendReply } from "./send-reply";
import { restoreDraft } from "./use-draft";
import { threadKey } from "./use-thread";

/** What someone else wrote while a reply was being typed. */
export type Conflict = {
  reply: PendingReply;
  lastSeq: number;
  answer: { author: "agent" | "member"; memberName: string | null; text: string; sentAt: string };
};

/**
 * Sends replies: the bubble stands at once, the id is ours, so that a retry or a double press never sends twice. Without a
 * connection it waits and goes by itself (`WaitingReplies`). A refused reply gives its text back to the draft; `conflict`
 * asks when someone answered meanwhile.
 */
export function useReplies(conversationId: string, onRefused: (code: string) => void) {
  const { slug } = useWorkspace();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const deliver = useCallback(
    async (reply: PendingReply) => {
      const { messageId, text, replyTo, attached } = reply;
      const outcome = await sendReply(client, reply);
      if (outcome.kind === "waiting") return;
      if (outcome.kind === "sent") {
        await cache.invalidateQueries({ queryKey: threadKey(slug, reply.conversationId) });
        void cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
        pendingReplies.remove([messageId]);
        attachments.forget(attached);
        return;
      }
      const { code, isLasting, error } = outcome;
      if (!isLasting) return;
      pendingReplies.remove([messageId]);
      restoreDraft(reply.conversationId, text);
      attachments.restore(reply.conversationId, attached, code === "UPLOAD_NOT_FOUND");
      if (replyTo) composerMode.set(reply.conversationId, { kind: "reply", message: replyTo });
      if (code === "CONVERSATION_CHANGED") {
        const detail = errorDetail(error) as Pick<Conflict, "lastSeq" | "answer">;
        setConflict({ reply, ...detail });
        void cache.invalidateQueries({ queryKey: threadKey(slug, reply.conversationId) });
      } else onRefused(code);
    },
    [cache, client, onRefused, slug, trpc],
  );

  const send = useCallback(
    (
      text: string,
      lastSeenSeq: number,
      more: Partial<Pick<PendingReply, "replyTo" | "draftVersion" | "attached">> = {},
    ) => {
      const reply: PendingReply = {
        messageId: pendingReplies.idOfTakenBack(conversationId, text) ?? toPublicId("message", v7()),
        conversationId,
        text,
        startedAt: new Date().toISOString(),
        lastSeenSeq,
        force: false,
        replyTo: null,
        draftVersion: 0,
        attached: [],
        ...more,
        state: "sending",
        errorCode: null,
      };
      // Behind one that waits: what was written first is read first.
      const isBehind = pendingReplies
        .all()
        .some((other) => other.conversationId === conversationId && other.state === "waiting");
      if (!isBehind) return deliver(reply);
      pendingReplies.put({ ...reply, state: "waiting" });
      return Promise.resolve();
    },
    [conversationId, deliver],
  );

  return { send, retry: deliver, conflict, endConflict: () => setConflict(null) };
}
