"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { useTRPC } from "@/components/trpc";
import { Count } from "@/components/ui/badge";

/** A moment passes without anybody telling. */
const againMs = 60_000;

/**
 * How many of the reader's own tasks are late. It stands in the frame of every page, so it is what keeps all that a page
 * shows of tasks fresh, whoever changes them.
 */
export function TaskCount({ className }: { className?: string | undefined }) {
  const t = useTranslations("shell");
  const trpc = useTRPC();
  const cache = useQueryClient();
  useLive(["task/"], () => void cache.invalidateQueries({ queryKey: trpc.tasks.pathKey() }));
  const { data } = useQuery(trpc.tasks.counts.queryOptions(undefined, { refetchInterval: againMs }));
  if (!data?.mineOverdue) return null;
  return (
    <>
      <Count value={data.mineOverdue} tone="danger" className={className} />
      <span className="sr-only">{t("waiting.tasks", { count: data.mineOverdue })}</span>
    </>
  );
}
