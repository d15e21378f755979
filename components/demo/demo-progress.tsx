"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc";
import { Progress } from "@/components/ui/progress";
import type { DemoProgress as Shown } from "@/server/demo/schemas";

/** Often enough to see it move, seldom enough to cost nothing. */
const askEveryMs = 1_500;

/** How far the demo's history is, above the page; it goes by itself. */
export function DemoProgress({ initial }: { initial: Shown }) {
  const t = useTranslations("demo");
  const trpc = useTRPC();
  const router = useRouter();
  const cache = useQueryClient();
  const { data = initial } = useQuery(
    trpc.demo.progress.queryOptions(undefined, {
      initialData: initial,
      refetchInterval: ({ state }) => (state.data?.isMade ? false : askEveryMs),
    }),
  );
  const opened = data.workspaces.filter(({ state }) => state !== "waiting").length;
  const first = initial.workspaces.filter(({ state }) => state !== "waiting").length;
  // What is made tells nothing; the frame's list of workspaces comes from the server.
  useEffect(() => {
    if (opened === first && data.isMade === initial.isMade) return;
    void cache.invalidateQueries();
    router.refresh();
  }, [opened, first, data.isMade, initial.isMade, router, cache]);
  if (data.isMade) return null;
  return (
    <aside aria-label={t("progress.label")} className="border-line border-b bg-surface px-4 py-2 sm:px-6">
      <Progress label={t("progress.making")} value={data.share} showValue />
    </aside>
  );
}
