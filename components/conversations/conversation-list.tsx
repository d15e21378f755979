"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import ListX from "lucide-react/icons/list-x";
import MessageSquare from "lucide-react/icons/message-square";
import SearchX from "lucide-react/icons/search-x";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { errorCode, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import type { ConversationItem } from "@/server/conversations/schemas";
import { ConversationRow, ConversationRowSkeleton, rowHeight } from "./conversation-row";
import type { useConversations } from "./use-conversations";
import { type InboxAddress, toQuery } from "./use-inbox-address";
import type { useSelection } from "./use-selection";

/** What the screen's keys do to the list. */
export type ListHandle = {
  move(step: 1 | -1): void;
  /** Selects the row the keys stand on, or gives it back. */
  toggle(): void;
};

/** The conversations of a view, only those in sight drawn; older ones come as one scrolls. */
export function ConversationList(props: {
  address: InboxAddress;
  conversations: ReturnType<typeof useConversations>;
  /** Null for who may change nothing. */
  selection: ReturnType<typeof useSelection> | null;
  onClearFilters: () => void;
  onOpen: (conversationId: string) => void;
  handle: RefObject<ListHandle | null>;
}) {
  const t = useTranslations("conversations");
  const { slug } = useWorkspace();
  const { address, conversations } = props;
  const { items, query } = conversations;

  // A page of a narrow list may be empty and still have a next one: it is asked for until something comes, or the end.
  const isLooking = items.length === 0 && query.hasNextPage;
  const { fetchNextPage, isFetching } = query;
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage();
  }, [isLooking, isFetching, fetchNextPage]);

  if (query.isPending || isLooking) {
    return (
      <div aria-busy className="flex-1 overflow-hidden">
        {Array.from({ length: 10 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity.
          <ConversationRowSkeleton key={index} />
        ))}
      </div>
    );
  }
  if (query.isError && items.length === 0) {
    if (errorCode(query.error) === "PERMISSION_DENIED") return <ForbiddenState />;
    return <ErrorState title={t("errors.listTitle")} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0 && address.q) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden size={20} />}
        title={t("search.empty", { q: address.q })}
        hint={t("search.emptyHint")}
      />
    );
  }
  if (items.length === 0 && Object.keys(address.filters).length > 0) {
    return (
      <EmptyState
        icon={<ListX aria-hidden size={20} />}
        title={t("empty.filtered")}
        hint={t("empty.filteredHint")}
        action={<Button onClick={props.onClearFilters}>{t("filters.clear")}</Button>}
      />
    );
  }
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<MessageSquare aria-hidden size={20} />}
        title={t(`empty.${address.status}`)}
        hint={t(`empty.${address.status}Hint`)}
        action={
          address.status === "open" && <Button href={`/w/${slug}/channels`}>{t("empty.openAction")}</Button>
        }
      />
    );
  }
  return <Rows {...props} items={items} />;
}

function Rows({
  address,
  conversations,
  items,
  selection,
  onOpen,
  handle,
}: Parameters<typeof ConversationList>[0] & { items: readonly ConversationItem[] }) {
  const t = useTranslations("conversations");
  const box = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const { query } = conversations;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  const reachableId =
    items.find((item) => item.id === (focusedId ?? address.conversationId))?.id ?? items[0]?.id;

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (lastShown >= items.length - 10 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [lastShown, items.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  useImperativeHandle(handle, () => ({
    move(step) {
      const from = items.findIndex((item) => item.id === (focusedId ?? address.conversationId));
      const index = from < 0 ? 0 : Math.min(Math.max(from + step, 0), items.length - 1);
      const next = items[index];
      if (!next) return;
      setFocusedId(next.id);
      virtual.scrollToIndex(index, { align: "auto" });
      // The row may be drawn only after the scroll.
      requestAnimationFrame(() =>
        box.current
          ?.querySelector<HTMLElement>(`[data-conversation="${next.id}"]`)
          ?.focus({ preventScroll: true }),
      );
    },
    toggle() {
      const id = focusedId ?? address.conversationId;
      if (id && items.some((item) => item.id === id)) selection?.toggle(id, false);
    },
  }));

  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <ul aria-label={t("list.label")} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          if (!item) return null;
          return (
            <li
              key={key}
              className="absolute inset-x-0 top-0"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <ConversationRow
                item={item}
                href={toQuery({ ...address, conversationId: item.id })}
                isOpen={item.id === address.conversationId}
                isReachable={item.id === reachableId}
                showsStatus={address.q !== ""}
                selection={
                  selection && {
                    isSelected: selection.has(item.id),
                    isAny: selection.selected.length > 0,
                    onToggle: (isRange) => selection.toggle(item.id, isRange),
                  }
                }
                onOpen={() => onOpen(item.id)}
                onFocus={() => setFocusedId(item.id)}
              />
            </li>
          );
        })}
      </ul>
      {isFetchingNextPage && (
        <div role="status">
          <span className="sr-only">{t("list.more")}</span>
          <ConversationRowSkeleton />
        </div>
      )}
    </div>
  );
}
