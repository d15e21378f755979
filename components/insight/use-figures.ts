"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/live";
import { useTRPC } from "@/components/trpc";
import type { FigureSpan } from "@/server/insight/rules";
import { RefetchRhythm } from "./refetch-rhythm";

/** What moves a figure: anything said or rated, any turn of a conversation, and the settings that figures rest on. */
const topics = ["message/", "conversation/", "intent/", "rating/", "workspace/updated"];
/** Today ends without a hint; so does a period whose oldest day falls off. */
const quietRefetchMs = 5 * 60_000;

/** The figures of the span, kept fresh by live hints; a page in the background waits until it is looked at. */
export function useFigures(days: FigureSpan) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const queryKey = trpc.insight.pathKey();
  const refresh = () =>
    queryClient.invalidateQueries({ queryKey, refetchType: document.hidden ? "none" : "active" });
  const rhythm = useRef<RefetchRhythm>(null);

  useEffect(() => () => rhythm.current?.stop(), []);
  useLive(topics, () => {
    rhythm.current ??= new RefetchRhythm(refresh);
    rhythm.current.hint();
  });

  return useQuery({ ...trpc.insight.figures.queryOptions({ days }), refetchInterval: quietRefetchMs });
}
