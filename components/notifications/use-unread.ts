"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { resyncTopic, useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";

/** How many notifications the reader has not read; what the server counted for the page, kept fresh from then on. */
export function useUnread(initial?: number): number {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  const { data } = useQuery(
    trpc.notifications.unread.queryOptions(
      undefined,
      initial === undefined ? {} : { initialData: { unread: initial } },
    ),
  );
  useLive(["notification/changed"], ({ id, topic }) => {
    if (id !== member.id && topic !== resyncTopic) return;
    void cache.invalidateQueries({ queryKey: trpc.notifications.unread.queryKey() });
    void cache.invalidateQueries({ queryKey: trpc.notifications.list.infiniteQueryKey() });
  });
  return data?.unread ?? 0;
}

/** A conversation that is open has been seen: what was told of it is read. */
export function useReadConversation(conversationId: string): void {
  const trpc = useTRPC();
  const mark = useMutation(trpc.notifications.mark.mutationOptions());
  const read = useEffectEvent((id: string) => {
    mark.mutate({ which: { of: "conversation", conversationId: id } });
  });
  const { member } = useWorkspace();
  useLive(["notification/changed"], ({ id }) => {
    if (id === member.id && document.visibilityState === "visible") read(conversationId);
  });
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") read(conversationId);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [conversationId]);
}
