"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTRPCClient, useWorkspace } from "@/components/trpc";
import { longThreadPage } from "@/server/conversations/rules";
import { type ThreadState, takeNewest, takeOlder } from "./thread-state";

/** Where the thread of a conversation stands in the cache. */
export const threadKey = (slug: string, conversationId: string) => ["thread", slug, conversationId] as const;

/** The thread of a conversation: its newest page, kept fresh, and older ones as they are asked for. */
export function useThread(conversationId: string) {
  const { slug } = useWorkspace();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const key = threadKey(slug, conversationId);

  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const page = await client.conversations.thread.query({ conversationId }, { signal });
      // Read after the answer: older pages may have come in meanwhile.
      return takeNewest(cache.getQueryData<ThreadState>(key), page);
    },
  });

  const cursor = query.data?.olderCursor ?? null;
  const loadOlder = useCallback(
    async (isFar: boolean) => {
      if (!cursor) return;
      setLoadingOlder(true);
      try {
        const limit = isFar ? longThreadPage : undefined;
        const page = await client.conversations.thread.query({ conversationId, cursor, limit });
        cache.setQueryData<ThreadState>(
          threadKey(slug, conversationId),
          (held) => held && takeOlder(held, page, cursor),
        );
      } finally {
        setLoadingOlder(false);
      }
    },
    [cache, client, conversationId, cursor, slug],
  );

  return { query, loadOlder, hasOlder: cursor !== null, isLoadingOlder };
}
