"use client";

import { useQuery } from "@tanstack/react-query";
import { useFresh } from "@/components/live";
import { useTRPC } from "@/components/trpc";
import type { CountedSections, ShellCounts } from "./panel-types";

/**
 * What of the sections waits for someone: as the server counted it for the page, kept fresh from then on. By queries of its
 * own and not by drawing the page anew: that would be the work of a whole page with every customer's message, and the
 * router loads the page from the beginning where the address changes meanwhile (a search that is typed, a conversation
 * that is opened).
 */
export function useSectionCounts(counted: CountedSections): ShellCounts {
  const { conversations, channels, groups } = useTRPC();
  useFresh(["message/", "conversation/"], conversations.counts.queryKey());
  useFresh(["channel/"], channels.countBroken.queryKey());
  useFresh(["group/"], groups.countTroubled.queryKey());
  const inbox = useQuery(
    conversations.counts.queryOptions(undefined, { initialData: counted.conversations }),
  );
  const bots = useQuery(channels.countBroken.queryOptions(undefined, { initialData: counted.channels }));
  const rooms = useQuery(groups.countTroubled.queryOptions(undefined, { initialData: counted.groups }));
  return { conversations: inbox.data.waiting, channels: bots.data, groups: rooms.data };
}
