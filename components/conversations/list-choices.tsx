"use client";

import { useTranslations } from "next-intl";
import { Count } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { ConversationCounts } from "@/server/conversations/schemas";
import { type InboxAddress, type InboxFilters, toQuery, type useInboxAddress } from "./use-inbox-address";

type Choice = {
  key: "all" | "mine" | "nobodys" | "customers" | "snoozed" | "near" | "notSpam" | "spam";
  filters: Pick<InboxFilters, "assignee" | "turn" | "show" | "clock">;
  count?: (counts: ConversationCounts) => number;
  /** Somebody must act; otherwise it is only good to know. */
  calls?: boolean;
  /** Offered only while it counts something, or is looked at. */
  isPassing?: boolean;
};

/** What a state is looked at by most. The others of its filters stay as they are. */
const choices: Record<InboxAddress["status"], readonly Choice[]> = {
  open: [],
  handed_off: [
    { key: "all", filters: {} },
    { key: "mine", filters: { assignee: "me" }, count: ({ mineWaiting }) => mineWaiting, calls: true },
    { key: "nobodys", filters: { assignee: "nobody" }, count: ({ unassigned }) => unassigned, calls: true },
    { key: "customers", filters: { turn: "customers" } },
    { key: "near", filters: { clock: "near" }, count: ({ near }) => near, calls: true, isPassing: true },
    { key: "snoozed", filters: { show: "snoozed" }, count: ({ snoozed }) => snoozed },
  ],
  closed: [
    { key: "notSpam", filters: {} },
    { key: "spam", filters: { show: "spam" } },
  ],
};

/** A row of short lists under the states: mine, nobody's, the customer's turn, snoozed. */
export function ListChoices(props: {
  address: InboxAddress;
  go: ReturnType<typeof useInboxAddress>["go"];
  counts: ConversationCounts | undefined;
}) {
  const t = useTranslations("conversations.lists");
  const { address, counts } = props;
  const offered = choices[address.status];
  if (offered.length === 0) return null;
  const { assignee, turn, show, clock, ...rest } = address.filters;
  const isOn = ({ filters }: Choice) =>
    filters.assignee === assignee &&
    filters.turn === turn &&
    filters.show === show &&
    filters.clock === clock;
  return (
    <nav aria-label={t("label")} className="flex gap-1 overflow-x-auto px-3 py-2 [scrollbar-width:none]">
      {offered.map((choice) => {
        const next = { ...rest, ...choice.filters };
        const isActive = isOn(choice);
        if (choice.isPassing && !isActive && !(counts && choice.count?.(counts))) return null;
        return (
          <a
            key={choice.key}
            href={toQuery({ ...address, filters: next, conversationId: null }) || "?"}
            aria-current={isActive ? "page" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              props.go({ filters: next });
            }}
            className={cn(
              "flex h-7 shrink-0 items-center gap-1.5 rounded-full border border-line px-2.5 text-ink-muted text-sm transition-colors hover:bg-hover hover:text-ink max-sm:h-11",
              isActive && "border-accent bg-accent-soft font-medium text-accent-text",
            )}
          >
            {t(choice.key)}
            {counts && choice.count && (
              <Count value={choice.count(counts)} tone={choice.calls ? "accent" : "neutral"} />
            )}
          </a>
        );
      })}
    </nav>
  );
}
