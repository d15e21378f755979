"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef } from "react";
import { panelPath } from "@/components/shell/pages";
import { useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import { pendingReplies, usePendingReplies } from "./pending-replies";
import { sendReply } from "./send-reply";
import { threadKey } from "./use-thread";

/** Browsers are not always told that the connection is back: it is tried now and then. */
const againMs = 10_000;

/**
 * Sends the replies that wait for the connection, on whichever page their writer is: each once, those of a conversation
 * one after another. One that the server refuses stays in its thread, to be decided there, and its writer is told.
 */
export default function WaitingReplies() {
  const { slug, member } = useWorkspace();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const t = useTranslations("shell.unsent");
  const router = useRouter();
  const isRunning = useRef(false);
  const waiting = usePendingReplies().filter(({ state }) => state === "waiting").length;

  const run = useCallback(async () => {
    if (isRunning.current || !window.navigator.onLine) return;
    isRunning.current = true;
    try {
      const held = new Set<string>();
      for (const reply of pendingReplies.all()) {
        if (reply.state !== "waiting" || held.has(reply.conversationId)) continue;
        const outcome = await sendReply(client, reply);
        if (outcome.kind !== "sent") {
          held.add(reply.conversationId);
          const isBeforeThem = new URLSearchParams(window.location.search).get("c") === reply.conversationId;
          if (outcome.kind === "refused" && !isBeforeThem) {
            const href = `${panelPath(slug, "conversations")}?c=${reply.conversationId}`;
            toast.failed(t("text"), { retry: { label: t("open"), run: () => router.push(href) } });
          }
          continue;
        }
        await cache.invalidateQueries({ queryKey: threadKey(slug, reply.conversationId) });
        void cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
        pendingReplies.remove([reply.messageId]);
      }
    } finally {
      isRunning.current = false;
    }
  }, [cache, client, router, slug, t, trpc]);

  useEffect(() => {
    const close = pendingReplies.open(slug, member.id);
    void run();
    return close;
  }, [slug, member.id, run]);

  useEffect(() => {
    if (waiting === 0) return;
    const again = () => void run();
    const timer = setInterval(again, againMs);
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", again);
    };
  }, [waiting, run]);
  return null;
}
