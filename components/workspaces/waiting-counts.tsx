"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc";
import { tellWaiting } from "./waiting-store";

/** The others tell nothing here when they change, so they are asked again from time to time. */
const againMs = 60_000;

/** Keeps count of what waits in each of the reader's workspaces, where there are several. Shows nothing itself. */
export function WaitingCounts({ hasSeveral }: { hasSeveral: boolean }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.workspaces.mine.queryOptions(undefined, { enabled: hasSeveral, refetchInterval: againMs }),
  );
  useEffect(() => {
    if (data) tellWaiting(new Map(data.map(({ slug, waiting }) => [slug, waiting ?? 0])));
  }, [data]);
  return null;
}
