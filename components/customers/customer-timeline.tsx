"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import History from "lucide-react/icons/history";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { TimelineEntry } from "@/server/customers/schemas";

/** What has happened with a customer; read when somebody wants to know. */
export function CustomerTimeline({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.timeline");
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button size="sm" icon={<History aria-hidden size={16} />} onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
    );
  }
  return <Entries customerId={customerId} />;
}

function Entries({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.timeline");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const query = useInfiniteQuery(
    trpc.customers.timeline.infiniteQueryOptions(
      { customerId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  useLive(
    ["customer/", "conversation/", "note/", "task/"],
    () => void cache.invalidateQueries({ queryKey: trpc.customers.timeline.pathKey() }),
  );
  if (query.isPending) return <SkeletonText lines={6} />;
  if (query.isError && !query.data)
    return <ErrorState title={t("errorTitle")} onRetry={() => void query.refetch()} />;
  return (
    <>
      <ol aria-label={t("title")} className="flex flex-col gap-3">
        {query.data.pages
          .flatMap(({ items }) => items)
          .map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
      </ol>
      {query.hasNextPage && (
        <Button
          size="sm"
          className="mt-3"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("customers.timeline");
  const format = useFormat();
  const { slug } = useWorkspace();
  const by = entry.by.name ?? (entry.by.kind === "member" ? "" : t(`by.${entry.by.kind}`));
  const said = t(`kinds.${entry.kind}`, { about: entry.about ?? "" });
  return (
    <li className="border-line border-s-2 ps-3 text-sm">
      <p className="[overflow-wrap:anywhere]">
        {entry.conversationId ? (
          <Link
            href={`/w/${slug}/conversations?c=${entry.conversationId}`}
            prefetch={false}
            className="hover:underline"
          >
            {said}
          </Link>
        ) : (
          said
        )}
      </p>
      <p className="text-ink-muted">
        {by && (
          <>
            <bdi>{by}</bdi> ·{" "}
          </>
        )}
        <time dateTime={entry.at} title={format.dateTime(entry.at)}>
          {format.dateTime(entry.at)}
        </time>
      </p>
    </li>
  );
}
