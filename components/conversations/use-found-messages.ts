"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTRPC } from "@/components/trpc";
import type { SearchGroup } from "@/server/search/schemas";

/** A search that finds nothing looks on by itself for so many pages; then the reader is asked. */
const pagesAlone = 5;

/** What was said, page after page; a conversation that goes on in the next page stands once. */
export function useFoundMessages(q: string) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.search.messages.infiniteQueryOptions(
      { q },
      {
        getNextPageParam: (page) => page.nextCursor,
        placeholderData: keepPreviousData,
        retry: false,
      },
    ),
  );
  const pages = query.data?.pages;
  const groups = useMemo(() => joined(pages?.flatMap((page) => page.groups) ?? []), [pages]);
  const last = pages?.at(-1);
  const { hasNextPage, isError, isFetching, fetchNextPage } = query;
  // What failed is not tried again until the reader says so.
  const isLookingOn = groups.length === 0 && hasNextPage && !isError && (pages?.length ?? 0) < pagesAlone;
  useEffect(() => {
    if (isLookingOn && !isFetching) void fetchNextPage();
  }, [isLookingOn, isFetching, fetchNextPage]);
  return {
    query,
    groups,
    isLookingOn,
    customers: pages?.[0]?.customers ?? [],
    problems: pages?.[0]?.problems ?? [],
    isCatchingUp: pages?.[0]?.isCatchingUp ?? false,
    lookedBackTo: last?.lookedBackTo ?? null,
  };
}

function joined(groups: readonly SearchGroup[]): SearchGroup[] {
  const byId = new Map<string, SearchGroup>();
  for (const group of groups) {
    const held = byId.get(group.conversation.id);
    byId.set(group.conversation.id, held ? { ...held, hits: [...held.hits, ...group.hits] } : group);
  }
  return [...byId.values()];
}
