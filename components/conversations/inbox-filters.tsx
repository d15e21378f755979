"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { Count } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/input";
import { lasting } from "@/components/ui/lasting";
import type { ConversationCounts } from "@/server/conversations/schemas";
import { ChosenFilters } from "./chosen-filters";
import { ListChoices } from "./list-choices";
import { type InboxAddress, toQuery, type useInboxAddress } from "./use-inbox-address";

const room = () => <span className="size-8 shrink-0 max-sm:size-11" />;
const FilterPopover = dynamic(
  lasting(() => import("./filter-popover").then((file) => file.FilterPopover)),
  {
    ssr: false,
    loading: room,
  },
);
const SearchPlaces = dynamic(
  lasting(() => import("./search-places").then((file) => file.SearchPlaces)),
  {
    ssr: false,
    loading: () => <span className="h-10" />,
  },
);
const SearchHelp = dynamic(
  lasting(() => import("./search-help").then((file) => file.SearchHelp)),
  {
    ssr: false,
    loading: room,
  },
);
const ViewMenu = dynamic(
  lasting(() => import("./view-menu").then((file) => file.ViewMenu)),
  {
    ssr: false,
    loading: room,
  },
);

const statuses = ["open", "handed_off", "closed"] as const;
/** As much as is looked for. */
const maxLength = 300;
/** A pause in typing this long is taken for the end of a word. */
const typingMs = 180;

/** What narrows the list: a search over everything, or one state at a time with its filters. */
export function InboxFilters(props: {
  address: InboxAddress;
  go: ReturnType<typeof useInboxAddress>["go"];
  counts: ConversationCounts | undefined;
  /** How many a search has found so far, null while none is shown. */
  found: number | null;
  isTruncated: boolean;
  /** Holds the search field, for the screen's key. */
  field: RefObject<HTMLDivElement | null>;
}) {
  const t = useTranslations("conversations");
  const { address, counts } = props;
  const [typed, setTyped] = useState(address.q);
  const asked = useRef(address.q);
  const look = useEffectEvent((q: string) => {
    if (q === asked.current) return;
    asked.current = q;
    props.go({ q, place: q ? address.place : null });
  });
  // A view, the commands or a step back have asked for something else than what stands in the field.
  useEffect(() => {
    if (address.q === asked.current) return;
    asked.current = address.q;
    setTyped(address.q);
  }, [address.q]);
  useEffect(() => {
    const timer = setTimeout(() => look(typed.trim().length >= 2 ? typed.trim() : ""), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <div className="flex flex-col border-line border-b">
      <div ref={props.field} className="flex gap-1.5 p-3 pb-2">
        <SearchInput
          className="min-w-0 flex-1"
          label={t("search.label")}
          value={typed}
          onValueChange={setTyped}
          maxLength={maxLength}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            if (typed) setTyped("");
            else event.currentTarget.blur();
          }}
        />
        {typed === "" ? (
          <FilterPopover filters={address.filters} onChange={(filters) => props.go({ filters })} />
        ) : (
          <SearchHelp
            onExample={(example) => {
              setTyped((held) => `${held.trimEnd()} ${example}`);
              props.field.current?.querySelector("input")?.focus();
            }}
          />
        )}
        <ViewMenu address={address} go={props.go} />
      </div>
      {address.q ? (
        <SearchPlaces address={address} go={props.go} found={props.found} isTruncated={props.isTruncated} />
      ) : (
        <nav aria-label={t("status.label")} className="flex gap-1 px-2">
          {statuses.map((status) => {
            const isActive = address.status === status;
            const count =
              status === "open" ? counts?.open : status === "handed_off" ? counts?.waiting : undefined;
            return (
              <a
                key={status}
                href={toQuery({ ...address, status, filters: {}, conversationId: null }) || "?"}
                aria-current={isActive ? "page" : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  props.go({ status, filters: {} });
                }}
                className={cn(
                  "-mb-px flex h-10 min-w-0 items-center gap-1.5 border-transparent border-b-2 px-2 text-ink-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 max-sm:h-11",
                  isActive && "border-accent font-medium text-ink",
                )}
              >
                <span className="truncate">{t(`status.${status}`)}</span>
                <Count value={count} tone={status === "handed_off" ? "accent" : "neutral"} />
              </a>
            );
          })}
        </nav>
      )}
      {!address.q && (
        <>
          <ListChoices address={address} go={props.go} counts={counts} />
          <ChosenFilters filters={address.filters} onChange={(filters) => props.go({ filters })} />
        </>
      )}
    </div>
  );
}
