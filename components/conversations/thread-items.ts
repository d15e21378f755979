import type { ThreadEvent, ThreadMessage } from "@/server/conversations/schemas";
import type { Note } from "@/server/notes/schemas";
import type { PendingReply } from "./pending-replies";

/** A line of the thread, top to bottom. */
export type ThreadItem =
  | { kind: "day"; key: string; at: string }
  | { kind: "beginning"; key: string }
  | { kind: "event"; key: string; event: ThreadEvent }
  | { kind: "note"; key: string; note: Note }
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
 * Puts messages, moves, notes and what is being sent into one order, with a line for every day and for every conversation
 * that begins. An album is one line.
 *
 * @param dayOf the calendar day of an instant in the workspace's zone, as a comparable word
 */
export function toThreadItems(input: {
  messages: readonly ThreadMessage[];
  events: readonly ThreadEvent[];
  notes?: readonly Note[];
  pending: readonly PendingReply[];
  dayOf: (at: string) => string;
}): ThreadItem[] {
  const { messages, dayOf } = input;
  const items: ThreadItem[] = [];
  const marks = toMarks(input.events, input.notes ?? []);
  let before: ThreadMessage | null = null;
  let day: string | null = null;
  let isContinued = false;

  const tellMarksUntil = (at: string | null) => {
    while (marks[0] && (at === null || marks[0].at <= at)) {
      items.push(marks.shift()!.item);
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
    if (before) tellMarksUntil(message.sentAt);
    else dropUntil(marks, message);
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
  tellMarksUntil(null);
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
function dropUntil(marks: Mark[], oldest: ThreadMessage): void {
  while (marks[0] && marks[0].at < oldest.sentAt) marks.shift();
}

/** What stands between messages, and when. */
type Mark = { at: string; item: ThreadItem };

function toMarks(events: readonly ThreadEvent[], notes: readonly Note[]): Mark[] {
  const marks: Mark[] = [
    ...events.map((event): Mark => ({ at: event.at, item: { kind: "event", key: event.id, event } })),
    ...notes.map((note): Mark => ({ at: note.createdAt, item: { kind: "note", key: note.id, note } })),
  ];
  return marks.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}
