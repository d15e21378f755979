"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLive } from "@/components/live";
import { useTRPC } from "@/components/trpc";
import type { Tag } from "@/server/tags/schemas";

const none: readonly Tag[] = [];

/** The workspace's tags, kept fresh, and how to find one by its id. */
export function useTags() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const query = useQuery(trpc.tags.list.queryOptions(undefined, { staleTime: 300_000 }));
  useLive(["tag/"], () => void cache.invalidateQueries({ queryKey: trpc.tags.pathKey() }));
  const tags = query.data ?? none;
  const byId = useMemo(() => new Map(tags.map((tag) => [tag.id, tag])), [tags]);
  return { tags, byId };
}
