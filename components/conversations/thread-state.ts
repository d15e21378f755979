import type { ThreadEvent, ThreadMessage, ThreadPage } from "@/server/conversations/schemas";

/** What is held of one thread: a run without gaps that ends at the newest message, oldest first. */
export type ThreadState = {
  messages: readonly ThreadMessage[];
  events: readonly ThreadEvent[];
  /** Where older messages go on; null when there are none. */
  olderCursor: string | null;
};

/**
 * Takes the newest page in: what it holds replaces what was held (edits, states of sending), what is older stays. A
 * page that does not meet what is held (more has come than a page) starts anew, so that there is never a gap.
 */
export function takeNewest(held: ThreadState | undefined, page: ThreadPage): ThreadState {
  const first = page.messages[0];
  const meetsAt = first ? (held?.messages.findIndex((message) => message.id === first.id) ?? -1) : -1;
  if (!held || meetsAt < 0) {
    return { messages: page.messages, events: page.events, olderCursor: page.nextCursor };
  }
  return {
    messages: [...held.messages.slice(0, meetsAt), ...page.messages],
    events: mergeEvents(held.events, page.events),
    olderCursor: meetsAt === 0 ? page.nextCursor : held.olderCursor,
  };
}

/** Puts a page above what is held. A page that was asked for from another place is passed over. */
export function takeOlder(held: ThreadState, page: ThreadPage, askedFrom: string): ThreadState {
  if (held.olderCursor !== askedFrom) return held;
  return {
    messages: [...page.messages, ...held.messages],
    events: mergeEvents(page.events, held.events),
    olderCursor: page.nextCursor,
  };
}

function mergeEvents(a: readonly ThreadEvent[], b: readonly ThreadEvent[]): ThreadEvent[] {
  const byId = new Map([...a, ...b].map((event) => [event.id, event]));
  return [...byId.values()].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
