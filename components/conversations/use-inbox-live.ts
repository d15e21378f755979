"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { type LiveHint, resyncTopic, useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { threadKey } from "./use-thread";

/** The first change is shown at once; of a flood, as much as one can see. */
const restMs = 250;

/**
 * Fetches again what a hint concerns: the list for any (its counts are the frame's), the open conversation for its own. A
 * conversation that is not on screen may be a new one of the open customer, so it counts too.
 */
export function useInboxLive(open: string | null, knownIds: ReadonlySet<string>): void {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const cache = useQueryClient();
  /** Set while a refresh runs and rests: what came meanwhile is due after it. */
  const busy = useRef<{ isListDue: boolean; isOpenDue: boolean } | null>(null);

  async function refresh(isOpenDue: boolean) {
    const keys: QueryKey[] = [trpc.conversations.list.infiniteQueryKey()];
    if (isOpenDue && open) {
      keys.push(trpc.conversations.get.queryKey({ conversationId: open }), threadKey(slug, open));
    }
    await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })));
  }

  /** One refresh at a time: a slow answer is waited for rather than asked for again, and nothing is passed over. */
  async function refreshUntilQuiet(isOpenDue: boolean) {
    let due = { isListDue: true, isOpenDue };
    while (due.isListDue) {
      busy.current = { isListDue: false, isOpenDue: false };
      await Promise.all([refresh(due.isOpenDue), new Promise((resolve) => setTimeout(resolve, restMs))]);
      due = busy.current;
    }
    busy.current = null;
  }

  function onHint(hint: LiveHint) {
    if (hint.topic === resyncTopic) return void cache.invalidateQueries();
    if (hint.topic.startsWith("customer/")) {
      return void cache.invalidateQueries({ queryKey: trpc.customers.get.queryKey({ customerId: hint.id }) });
    }
    const isOpenDue = hint.id === open || !knownIds.has(hint.id);
    if (!busy.current) return void refreshUntilQuiet(isOpenDue);
    busy.current.isListDue = true;
    busy.current.isOpenDue ||= isOpenDue;
  }

  useLive(["message/", "conversation/", "delivery/", "file/", "customer/"], onHint);
}
