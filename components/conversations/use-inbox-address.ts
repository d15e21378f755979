"use client";

import { useCallback, useMemo } from "react";
import { showQuery, useAddress } from "@/components/shell/use-address";
import { conversationStatuses, priorities } from "@/server/conversations/rules";
import type { ConversationStatus, ListConversationsInput } from "@/server/conversations/schemas";

/** What narrows a list beyond its state; each stands in the address under its own name. */
export const filterNames = [
  "assignee",
  "turn",
  "show",
  "channel",
  "intent",
  "language",
  "priority",
  "tag",
  "clock",
  "order",
] as const;
export type FilterName = (typeof filterNames)[number];
export type InboxFilters = Partial<Record<FilterName, string>>;

/** What the address bar says: `?status=&assignee=me&q=&c=&m=`. A link to a view is a view. */
export type InboxAddress = {
  status: ConversationStatus;
  q: string;
  /** Where `q` is looked for, as chosen; null where it goes by what was typed. */
  place: SearchPlace | null;
  filters: InboxFilters;
  conversationId: string | null;
  /** The message at which it is opened. */
  messageId: string | null;
};

const searchPlaces = ["customers", "messages"] as const;
export type SearchPlace = (typeof searchPlaces)[number];

/** A search that says more than a name or a number would is meant for what was said. */
export function placeOf({ q, place }: Pick<InboxAddress, "q" | "place">): SearchPlace {
  return place ?? (/["“„«]|[\p{L}_]+:\S|(?:^|\s)-\p{L}/u.test(q) ? "messages" : "customers");
}

export function useInboxAddress() {
  const { params } = useAddress();
  const address = useMemo(() => readAddress(params), [params]);

  /** Changes the address without asking the server for the page again. Opening something is a step to go back from. */
  const go = useCallback(
    (changes: Partial<InboxAddress>, options: { isStep?: boolean } = {}) => {
      // The place in one conversation is none in another.
      const next = {
        ...address,
        messageId: changes.conversationId === undefined ? address.messageId : null,
        ...changes,
      };
      showQuery(toQuery(next), options.isStep ?? false);
    },
    [address],
  );
  return { address, go };
}

/** What cannot be read is left out: a link of an older edition still opens. */
export function readAddress(parameters: Pick<URLSearchParams, "get">): InboxAddress {
  const filters: InboxFilters = {};
  for (const name of filterNames) {
    const value = parameters.get(name);
    if (value && isKnown(name, value)) filters[name] = value;
  }
  return {
    status: conversationStatuses.find((status) => status === parameters.get("status")) ?? "open",
    q: parameters.get("q") ?? "",
    place: searchPlaces.find((place) => place === parameters.get("in")) ?? null,
    filters,
    conversationId: parameters.get("c"),
    messageId: parameters.get("c") && parameters.get("m"),
  };
}

const memberId = /^mem_[0-9a-f]{32}$/;
const known: Record<FilterName, (value: string) => boolean> = {
  assignee: (value) => value === "me" || value === "nobody" || memberId.test(value),
  turn: (value) => value === "ours" || value === "customers",
  show: (value) => value === "snoozed" || value === "spam",
  channel: (value) => /^chn_[0-9a-f]{32}$/.test(value),
  intent: (value) => /^\w{1,80}$/.test(value),
  language: (value) => /^[a-z]{2,3}$/.test(value),
  priority: (value) => priorities.some((priority) => priority === value),
  tag: (value) => /^tag_[0-9a-f]{32}$/.test(value),
  clock: (value) => value === "near" || value === "missed",
  order: (value) => value === "due",
};
const isKnown = (name: FilterName, value: string): boolean => known[name](value);

/** What is asked of the server for this address; a search looks everywhere and takes no filters. */
export function toListInput({
  status,
  q,
  filters,
}: Pick<InboxAddress, "status" | "q" | "filters">): ListConversationsInput {
  if (q) return { q };
  const { assignee, turn, show, channel, intent, language, priority, tag, clock, order } = filters;
  const rank = priorities.find((known) => known === priority);
  return {
    status,
    ...(assignee && { assignee }),
    ...(turn && { turn: turn === "ours" ? "ours" : "customers" }),
    ...(show === "snoozed" && { isSnoozed: true }),
    ...(show === "spam" && { isSpam: true }),
    ...(channel && { channelId: channel }),
    ...(intent && { intent }),
    ...(language && { language }),
    ...(rank && { priority: rank }),
    ...(tag && { tagId: tag }),
    ...(clock && { clock: clock === "missed" ? "missed" : "near" }),
    ...(order && { order: "due" }),
  };
}

export function toQuery({ status, q, place, filters, conversationId, messageId }: InboxAddress): string {
  const query = new URLSearchParams();
  if (status !== "open") query.set("status", status);
  for (const name of filterNames) {
    const value = filters[name];
    if (value) query.set(name, value);
  }
  if (q) query.set("q", q);
  if (q && place) query.set("in", place);
  if (conversationId) query.set("c", conversationId);
  if (conversationId && messageId) query.set("m", messageId);
  const text = query.toString();
  return text ? `?${text}` : "";
}
