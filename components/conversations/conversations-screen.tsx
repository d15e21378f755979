"use client";

import { useQuery } from "@tanstack/react-query";
import MessagesSquare from "lucide-react/icons/messages-square";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { LiveBanner } from "@/components/live";
import { PanelCanvas } from "@/components/shell/panel-page";
import { useShortcut } from "@/components/shell/shortcuts";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { lasting } from "@/components/ui/lasting";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState } from "@/components/ui/states";
import { useHydrated } from "@/components/ui/use-hydrated";
import { answeringRoles } from "@/server/conversations/rules";
import type { ListHandle } from "./conversation-list";
import { InboxFilters } from "./inbox-filters";
import { ThreadPaneSkeleton } from "./thread-skeleton";
import { useConversations } from "./use-conversations";
import { placeOf, useInboxAddress } from "./use-inbox-address";
import { useInboxLive } from "./use-inbox-live";
import { useSelection } from "./use-selection";

// The list's own code comes while its rows do.
const ConversationList = dynamic(
  lasting(() => import("./conversation-list").then((file) => file.ConversationList)),
  {
    ssr: false,
    loading: () => <ListSkeleton />,
  },
);
const MessageResults = dynamic(
  lasting(() => import("./message-results").then((file) => file.MessageResults)),
  {
    ssr: false,
    loading: () => <ListSkeleton />,
  },
);
const BulkBar = dynamic(
  lasting(() => import("./bulk-bar").then((file) => file.BulkBar)),
  { ssr: false },
);
const loadThread = () => import("./thread-pane");
const ThreadPane = dynamic(
  lasting(() => loadThread().then((file) => file.ThreadPane)),
  {
    // What stands beside it may have fetched the conversation before this code is there: not what the server drew.
    ssr: false,
    loading: () => <ThreadPaneSkeleton />,
  },
);
const ContextPanel = dynamic(
  lasting(() => import("./context-panel").then((file) => file.ContextPanel)),
  {
    ssr: false,
  },
);

/**
 * The inbox: list, thread, context. Under 900 px the list and the thread are two steps and the context is a sheet;
 * the widths are the inbox's own, whatever stands beside it.
 */
export function ConversationsScreen() {
  const t = useTranslations("conversations");
  const customers = useTranslations("customers");
  const keys = useTranslations("conversations.keys");
  const trpc = useTRPC();
  const { address, go } = useInboxAddress();
  const conversations = useConversations(address);
  const { data: counted } = useQuery(trpc.conversations.counts.queryOptions());
  const counts = useHydrated() ? counted : undefined;
  const [hasDetails, setDetails] = useState(false);
  const list = useRef<ListHandle>(null);
  const search = useRef<HTMLDivElement>(null);
  const { conversationId } = address;
  const isInMessages = address.q !== "" && placeOf(address) === "messages";
  const { member } = useWorkspace();
  const canAct = answeringRoles.includes(member.role);
  const ids = useMemo(() => conversations.items.map(({ id }) => id), [conversations.items]);
  const selection = useSelection(ids);
  useInboxLive(conversationId, conversations.knownIds);

  const open = (id: string) => go({ conversationId: id }, { isStep: id !== conversationId });
  function leave() {
    setDetails(false);
    go({ conversationId: null });
  }
  // The list first; a conversation is opened sooner or later.
  useEffect(() => void loadThread().catch(() => {}), []);
  useShortcut("j", () => list.current?.move(1), { label: keys("next") });
  useShortcut("k", () => list.current?.move(-1), { label: keys("previous") });
  useShortcut("x", () => list.current?.toggle(), { label: keys("select"), enabled: canAct });
  useShortcut("/", () => search.current?.querySelector("input")?.focus(), { label: keys("search") });
  useShortcut("escape", leave, {
    label: keys("leave"),
    enabled: conversationId !== null && !hasDetails && selection.selected.length === 0,
  });

  return (
    <PanelCanvas title={t("title")} className="flex-col">
      <LiveBanner />
      <div className="@container/inbox flex min-h-0 flex-1">
        <section
          aria-label={t("list.label")}
          className={cn(
            "flex min-w-0 flex-1 flex-col border-line bg-surface @min-[52.5rem]/inbox:w-80 @min-[52.5rem]/inbox:flex-none @min-[52.5rem]/inbox:border-e @min-[72rem]/inbox:w-88",
            conversationId && "@max-[52.5rem]/inbox:hidden",
          )}
        >
          {selection.selected.length > 0 ? (
            <BulkBar
              selected={conversations.items.filter(({ id }) => selection.selected.includes(id))}
              onSelectAll={selection.selectAll}
              onClear={selection.clear}
            />
          ) : (
            <InboxFilters
              address={address}
              go={go}
              counts={counts}
              found={address.q && !conversations.query.isPlaceholderData ? conversations.items.length : null}
              isTruncated={conversations.isTruncated}
              field={search}
            />
          )}
          {isInMessages ? (
            <MessageResults
              address={address}
              onOpen={(id, messageId) => go({ conversationId: id, messageId }, { isStep: true })}
              handle={list}
            />
          ) : (
            <ConversationList
              address={address}
              conversations={conversations}
              selection={canAct ? selection : null}
              onClearFilters={() => go({ filters: {} })}
              onOpen={open}
              handle={list}
            />
          )}
        </section>
        <section
          aria-label={t("empty.thread")}
          className={cn(
            "@container/thread flex min-w-0 flex-1 flex-col bg-paper",
            !conversationId && "@max-[52.5rem]/inbox:hidden",
          )}
        >
          {conversationId ? (
            <ThreadPane
              key={conversationId}
              conversationId={conversationId}
              messageId={address.messageId}
              onBack={leave}
              onDetails={() => setDetails(true)}
              onOpen={open}
            />
          ) : (
            <EmptyState
              className="my-auto"
              icon={<MessagesSquare aria-hidden size={20} />}
              title={t("empty.thread")}
              hint={
                <span className="inline-flex flex-wrap items-center justify-center gap-1.5">
                  <bdi>{t("empty.threadHint")}</bdi> <Kbd keys="j" /> <Kbd keys="k" /> <Kbd keys="enter" />
                </span>
              }
            />
          )}
        </section>
        {conversationId && (
          <aside
            aria-label={customers("title")}
            className="hidden w-80 shrink-0 overflow-y-auto border-line border-s bg-surface p-5 @min-[67.5rem]/inbox:block"
          >
            <ContextPanel conversationId={conversationId} />
          </aside>
        )}
      </div>
      {conversationId && (
        <Sheet open={hasDetails} onOpenChange={setDetails} title={customers("title")}>
          <ContextPanel conversationId={conversationId} />
        </Sheet>
      )}
    </PanelCanvas>
  );
}

function ListSkeleton() {
  return (
    <div aria-busy className="flex flex-1 flex-col gap-3 p-3">
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} className="h-16" />
      ))}
    </div>
  );
}
