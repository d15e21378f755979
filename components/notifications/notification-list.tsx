"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import Bell from "lucide-react/icons/bell";
import CheckCheck from "lucide-react/icons/check-check";
import Circle from "lucide-react/icons/circle";
import CircleDot from "lucide-react/icons/circle-dot";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { MarkNotificationsInput, Notification } from "@/server/notifications/schemas";
import { kindIcons, Sentence } from "./sentence";

/** What the reader was told, the newest first. Following one has read it. */
export default function NotificationList(props: { isUnread?: boolean; onFollow?: () => void }) {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions(
      { isUnread: props.isUnread ?? false },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
  );
  const { mark, isMarking } = useMark();
  if (list.isPending) return <ListSkeleton />;
  if (list.isError && !list.data) return <ErrorState onRetry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  const [newest] = items;
  if (!newest) {
    return (
      <EmptyState
        className="px-2 py-8"
        icon={<Bell aria-hidden size={20} />}
        title={t(props.isUnread ? "empty.unread" : "empty.title")}
        hint={t("empty.hint")}
      />
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-end">
        <Button
          size="sm"
          variant="ghost"
          icon={<CheckCheck aria-hidden size={16} />}
          disabled={items.every(({ isRead }) => isRead)}
          loading={isMarking}
          onClick={() => mark({ which: { of: "upTo", notificationId: newest.id } })}
        >
          {t("readAll")}
        </Button>
      </div>
      <ul className="flex flex-col">
        {items.map((item) => (
          <Row key={item.id} item={item} mark={mark} onFollow={props.onFollow} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </div>
  );
}

type Mark = (input: MarkNotificationsInput) => void;

function Row({
  item,
  mark,
  onFollow,
}: {
  item: Notification;
  mark: Mark;
  onFollow?: (() => void) | undefined;
}) {
  const t = useTranslations("notifications");
  const { slug } = useWorkspace();
  const Icon = kindIcons[item.kind];
  const which = { of: "these" as const, notificationIds: [item.id] };
  return (
    <li className={cn("flex items-start gap-1 rounded-md", !item.isRead && "bg-accent-soft")}>
      <Link
        href={`/w/${slug}/${item.href}`}
        onClick={() => {
          if (!item.isRead) mark({ which });
          onFollow?.();
        }}
        className="flex min-w-0 flex-1 items-start gap-2.5 rounded-md px-2 py-2 hover:bg-hover"
      >
        <Icon aria-hidden size={16} className="mt-0.5 shrink-0 text-ink-muted" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="text-sm">
            {!item.isRead && <span className="sr-only">{t("isNew")} </span>}
            <Sentence notification={item} />
          </span>
          {item.params.text && (
            <span dir="auto" className="line-clamp-2 text-ink-muted text-sm">
              {item.params.text}
            </span>
          )}
          <RelativeTime value={item.at} className="text-ink-faint text-xs" />
        </span>
      </Link>
      <IconButton
        size="sm"
        className="mt-1 me-1"
        label={t(item.isRead ? "markUnread" : "markRead")}
        icon={
          item.isRead ? (
            <Circle aria-hidden size={14} />
          ) : (
            <CircleDot aria-hidden size={14} className="text-accent-text" />
          )
        }
        onClick={() => mark({ which, isRead: !item.isRead })}
      />
    </li>
  );
}

function useMark() {
  const t = useTranslations("notifications");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutate, isPending } = useMutation(
    trpc.notifications.mark.mutationOptions({
      onError: () => toast.failed(t("failed")),
      onSuccess: (count) => cache.setQueryData(trpc.notifications.unread.queryKey(), count),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.notifications.list.infiniteQueryKey() }),
    }),
  );
  return { mark: (input: MarkNotificationsInput) => mutate(input), isMarking: isPending };
}

export function ListSkeleton() {
  return (
    <div aria-hidden className="flex flex-col gap-2 pt-9">
      {["a", "b", "c"].map((key) => (
        <Skeleton key={key} className="h-12 w-full" />
      ))}
    </div>
  );
}
