"use client";

import Contact from "lucide-react/icons/contact";
import SearchX from "lucide-react/icons/search-x";
import { useTranslations } from "next-intl";
import { type RefObject, useImperativeHandle, useRef } from "react";
import { errorCode, useWorkspace } from "@/components/trpc";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { FoundMessages, SearchGroup } from "@/server/search/schemas";
import type { ListHandle } from "./conversation-list";
import { ConversationRowSkeleton } from "./conversation-row";
import { useFoundMessages } from "./use-found-messages";
import { type InboxAddress, toQuery } from "./use-inbox-address";
import { toContentKey } from "./use-preview";

const badgeTones = { open: "accent", handed_off: "warn", closed: "neutral" } as const;
/** So many of one conversation are shown at first. */
const shownHits = 4;

/** What was said and found, by conversation, each word that was looked for marked; opened at the message. */
export function MessageResults(props: {
  address: InboxAddress;
  onOpen: (conversationId: string, messageId: string) => void;
  handle: RefObject<ListHandle | null>;
}) {
  const t = useTranslations("conversations");
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const { q } = props.address;
  const found = useFoundMessages(q);
  const { query, groups, customers } = found;

  useImperativeHandle(props.handle, () => ({
    move(step) {
      const hits = [...(box.current?.querySelectorAll<HTMLElement>("[data-hit]") ?? [])];
      const at = hits.indexOf(document.activeElement as HTMLElement);
      hits[at < 0 ? 0 : Math.min(Math.max(at + step, 0), hits.length - 1)]?.focus();
    },
    toggle() {},
  }));

  if (query.isPending || found.isLookingOn) return <Looking lookedBackTo={found.lookedBackTo} />;
  if (query.isError && groups.length === 0) {
    if (errorCode(query.error) === "PERMISSION_DENIED") return <ForbiddenState />;
    return <ErrorState title={t("find.errorTitle")} onRetry={() => void query.refetch()} />;
  }
  const total = groups.reduce((sum, { hits }) => sum + hits.length, 0);
  return (
    <div
      ref={box}
      className={cn(
        "min-h-0 flex-1 overflow-y-auto overscroll-contain transition-opacity",
        query.isPlaceholderData && "opacity-60",
      )}
    >
      <Problems problems={found.problems} />
      {found.isCatchingUp && <Notice className="m-3">{t("find.catchingUp")}</Notice>}
      <Customers customers={customers} />
      <p role="status" className="px-3 pt-3 pb-1 text-ink-muted text-sm">
        {total > 0 && t(query.hasNextPage ? "find.resultsMore" : "find.results", { count: total })}
      </p>
      {groups.length === 0 && (
        <EmptyState
          icon={<SearchX aria-hidden size={20} />}
          title={t("find.empty", { q })}
          hint={t("find.emptyHint")}
        />
      )}
      <ul aria-label={t("find.label")}>
        {groups.map((group) => (
          <Group key={group.conversation.id} group={group} {...props} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="flex flex-col items-center gap-2 p-4">
          {query.isFetchNextPageError && (
            <p role="alert" className="text-danger text-sm">
              {t("find.errorTitle")}
            </p>
          )}
          {groups.length === 0 && found.lookedBackTo && (
            <p className="text-ink-muted text-sm">
              {t("find.lookedBackTo", { date: format.day(found.lookedBackTo) })}
            </p>
          )}
          <Button
            size="sm"
            variant="ghost"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("find.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Group(props: {
  group: SearchGroup;
  address: InboxAddress;
  onOpen: (conversationId: string, messageId: string) => void;
}) {
  const t = useTranslations("conversations");
  const format = useFormat();
  const { conversation, hits } = props.group;
  const isOpen = props.address.conversationId === conversation.id;
  return (
    <li className="border-line border-b">
      <p className="flex items-center gap-2 px-3 pt-2.5 pb-1">
        <Avatar name={conversation.customerName} size={20} />
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium match-parent">
          {conversation.customerName}
        </span>
        <bdi className="max-w-28 truncate text-ink-faint text-xs">{conversation.channelName}</bdi>
        <Badge tone={badgeTones[conversation.status]}>{t(`statusBadge.${conversation.status}`)}</Badge>
      </p>
      <ul className="pb-1.5">
        {hits.slice(0, isOpen ? hits.length : shownHits).map((hit) => (
          <li key={hit.messageId}>
            <a
              data-hit={hit.messageId}
              href={toQuery({
                ...props.address,
                conversationId: conversation.id,
                messageId: hit.messageId,
              })}
              aria-current={props.address.messageId === hit.messageId ? "true" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                props.onOpen(conversation.id, hit.messageId);
              }}
              className={cn(
                "flex flex-col gap-0.5 px-3 py-1.5 ps-10 hover:bg-hover focus-visible:-outline-offset-2 max-sm:min-h-11",
                props.address.messageId === hit.messageId && "bg-accent-soft hover:bg-accent-soft",
              )}
            >
              <span className="flex items-baseline gap-2 text-ink-faint text-xs">
                <bdi className="min-w-0 flex-1 truncate">
                  {hit.author === "customer"
                    ? conversation.customerName
                    : (hit.memberName ?? t(`thread.${hit.author === "member" ? "you" : hit.author}`))}
                </bdi>
                <time dateTime={hit.at} className="shrink-0">
                  {format.relative(hit.at)}
                </time>
              </span>
              <span dir="auto" className="line-clamp-3 text-sm [overflow-wrap:anywhere]">
                {hit.excerpt.length === 0 && t(`content.kind.${toContentKey(hit.kind)}`)}
                {hit.excerpt.map((part, index) =>
                  part.isHit ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in order.
                    <mark key={index} className="rounded-xs bg-warn-soft font-medium text-ink">
                      {part.text}
                    </mark>
                  ) : (
                    part.text
                  ),
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {!isOpen && hits.length > shownHits && (
        <p className="px-3 ps-10 pb-2.5 text-ink-faint text-xs">
          {t("find.moreHere", { count: hits.length - shownHits })}
        </p>
      )}
    </li>
  );
}

/** What could not be understood, and what would be. */
function Problems({ problems }: { problems: FoundMessages["problems"] }) {
  const t = useTranslations("conversations.find");
  const format = useFormat();
  if (problems.length === 0) return null;
  return (
    <Notice tone="warn" className="m-3">
      <ul className="flex flex-col gap-1">
        {problems.map(({ code, token, known }) => (
          <li key={`${code} ${token}`}>
            {t.rich(`problems.${code}`, { token: () => <bdi>{token}</bdi> })}
            {known.length > 0 && (
              <span className="text-ink-muted"> {t("known", { list: format.list(known) })}</span>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Customers({ customers }: { customers: FoundMessages["customers"] }) {
  const t = useTranslations("conversations.find");
  const { slug } = useWorkspace();
  if (customers.length === 0) return null;
  return (
    <section aria-label={t("place.customers")} className="flex flex-wrap gap-1.5 px-3 pt-3">
      {customers.map(({ id, name }) => (
        <Button
          key={id}
          size="sm"
          href={`/w/${slug}/customers?customer=${id}`}
          icon={<Contact aria-hidden size={14} />}
        >
          <bdi className="max-w-40 truncate">{name}</bdi>
        </Button>
      ))}
    </section>
  );
}

function Looking({ lookedBackTo }: { lookedBackTo: string | null }) {
  const t = useTranslations("conversations.find");
  const format = useFormat();
  return (
    <div aria-busy className="flex-1 overflow-hidden">
      {lookedBackTo && (
        <p role="status" className="px-3 py-2 text-ink-muted text-sm">
          {t("lookedBackTo", { date: format.day(lookedBackTo) })}
        </p>
      )}
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <ConversationRowSkeleton key={key} />
      ))}
    </div>
  );
}
