"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/components/trpc";
import type { ConversationItem } from "@/server/conversations/schemas";
import { type InboxAddress, placeOf, toListInput } from "./use-inbox-address";

/** The conversations of a view, page after page: of one state, narrowed, or all that a search finds. */
export function useConversations(address: InboxAddress) {
  const { q } = address;
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.conversations.list.infiniteQueryOptions(toListInput(address), {
      // What was said is looked for elsewhere.
      enabled: q === "" || placeOf(address) === "customers",
      getNextPageParam: (page) => page.nextCursor,
      // A search keeps what it found until the next letter has been looked for; another state starts from its own shape.
      placeholderData: q ? keepPreviousData : undefined,
    }),
  );
  const items = useMemo(
    () => withoutRepeats(query.data?.pages.flatMap((page) => page.items) ?? []),
    [query.data],
  );
  const knownIds = useMemo(() => new Set(items.map((item) => item.id)), [items]);
  const isTruncated = query.data?.pages.some((page) => page.isTruncated) ?? false;
  return { query, items, knownIds, isTruncated };
}

/** A conversation that moved up between two pages stands in both; the first place is the newer one. */
function withoutRepeats(items: readonly ConversationItem[]): ConversationItem[] {
  const byId = new Map<string, ConversationItem>();
  for (const item of items) if (!byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()];
}
