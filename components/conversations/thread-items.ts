import type { ThreadEvent, ThreadMessage } from "@/server/conversations/schemas";
import type { PendingReply } from "./pending-replies";

/** A line of the thread, top to bottom. */
export type ThreadItem =
  | { kind: "day"; key: string; at: string }
  | { kind: "beginning"; key: string }
  | { kind: "event"; key: string; event: ThreadEvent }
  | { kind: "handoff"; key: string }
  | {
      kind: "message";
      key: string;
      message: ThreadMessage;
      /** All of its album, itself first; itself alone when it belongs to none. */
      parts: readonly ThreadMessage[];
      /** The line before is by the same hand and minutes old: no need to say again who writes. */
      isContinued: boolean;
    }
  | { kind: "pending"; key: string; reply: PendingReply };

/** Messages of one hand that follow each other within this stand together. */
const togetherMs = 5 * 60_000;

/**
 * Puts messages, moves and what is being sent into one order, with a line for every day and for every conversation
 * that begins. An album is one line.
 *
 * @param dayOf the calendar day of an instant in the workspace's zone, as a comparable word
 */
export function toThreadItems(input: {
  messages: readonly ThreadMessage[];
  events: readonly ThreadEvent[];
  pending: readonly PendingReply[];
  dayOf: (at: string) => string;
}): ThreadItem[] {
  const { messages, dayOf } = input;
  const items: ThreadItem[] = [];
  const events = [...input.events];
  let before: ThreadMessage | null = null;
  let day: string | null = null;
  let isContinued = false;

  const tellEventsUntil = (at: string | null) => {
    while (events[0] && (at === null || events[0].at <= at)) {
      const event = events.shift()!;
      items.push({ kind: "event", key: event.id, event });
      isContinued = false;
    }
  };

  const albums = new Map<string, ThreadMessage[]>();

  for (const message of messages) {
    // Parts of an album may come minutes apart and with other messages between: they stand where it began.
    const albumKey = message.albumId && `${message.conversationId} ${message.direction} ${message.albumId}`;
    const album = albumKey && albums.get(albumKey);
    if (album) {
      album.push(message);
      continue;
    }
    const parts = [message];
    if (albumKey) albums.set(albumKey, parts);
    isContinued = before !== null && isTogether(before, message);
    if (before) tellEventsUntil(message.sentAt);
    else dropUntil(events, message);
    if (before && before.conversationId !== message.conversationId) {
      items.push({ kind: "beginning", key: message.conversationId });
      isContinued = false;
    }
    const messageDay = dayOf(message.sentAt);
    if (messageDay !== day) {
      items.push({ kind: "day", key: `${messageDay} ${message.id}`, at: message.sentAt });
      isContinued = false;
      day = messageDay;
    }
    items.push({ kind: "message", key: message.id, message, parts, isContinued });
    if (message.run?.action === "handoff") items.push({ kind: "handoff", key: `handoff ${message.id}` });
    before = message;
  }
  tellEventsUntil(null);
  const shown = new Set(messages.map((message) => message.id));
  for (const reply of input.pending) {
    if (!shown.has(reply.messageId)) items.push({ kind: "pending", key: reply.messageId, reply });
  }
  return items;
}

function isTogether(before: ThreadMessage, message: ThreadMessage): boolean {
  return (
    before.author === message.author &&
    before.member?.id === message.member?.id &&
    Date.parse(message.sentAt) - Date.parse(before.sentAt) < togetherMs
  );
}

/** What happened before the oldest message on screen belongs to a page that is not. */
function dropUntil(events: ThreadEvent[], oldest: ThreadMessage): void {
  while (events[0] && events[0].at < oldest.sentAt) events.shift();
}
