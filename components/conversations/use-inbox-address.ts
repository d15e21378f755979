"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { ConversationStatus } from "@/server/conversations/schemas";

/** What the address bar says: `?status=&q=&c=`. A link to a view is a view. */
export type InboxAddress = { status: ConversationStatus; q: string; conversationId: string | null };

export function useInboxAddress() {
  const parameters = useSearchParams();
  const status = ConversationStatus.safeParse(parameters.get("status")).data ?? "open";
  const q = parameters.get("q") ?? "";
  const conversationId = parameters.get("c");
  const address = useMemo<InboxAddress>(() => ({ status, q, conversationId }), [status, q, conversationId]);

  /** Changes the address without asking the server for the page again. Opening something is a step to go back from. */
  const go = useCallback(
    (changes: Partial<InboxAddress>, options: { isStep?: boolean } = {}) => {
      const next = { ...address, ...changes };
      const url = `${window.location.pathname}${toQuery(next)}`;
      if (options.isStep) window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [address],
  );
  return { address, go };
}

export function toQuery({ status, q, conversationId }: InboxAddress): string {
  const query = new URLSearchParams();
  if (status !== "open") query.set("status", status);
  if (q) query.set("q", q);
  if (conversationId) query.set("c", conversationId);
  const text = query.toString();
  return text ? `?${text}` : "";
}
