import { useSyncExternalStore } from "react";
import type { ThreadMessage } from "@/server/conversations/schemas";
import type { Attachment } from "./attachments";
import { forget, keep, readShelf, toShelf } from "./kept-replies";

/** A reply on its way to the server, shown as a bubble from the moment it was sent. Its id is the message's to be. */
export type PendingReply = {
  messageId: string;
  conversationId: string;
  text: string;
  startedAt: string;
  lastSeenSeq: number;
  force: boolean;
  /** The message it answers. */
  replyTo: ThreadMessage | null;
  /** The version of the draft that it was. */
  draftVersion: number;
  /** Its files, all of them with the server already. */
  attached: readonly Attachment[];
  /**
   * `waiting`: the server was not reached, and is asked again by itself. `accepted`: the server has it, the thread is
   * being fetched. `failed`: the server said no, and the writer is asked.
   */
  state: "sending" | "waiting" | "accepted" | "failed";
  errorCode: string | null;
};

let replies: readonly PendingReply[] = [];
let shelf: string | null = null;
/** The last reply of each conversation that was taken back: the same words again are the same message. */
const takenBack = new Map<string, { text: string; messageId: string }>();
const listeners = new Set<() => void>();
const none: readonly PendingReply[] = [];

function change(next: readonly PendingReply[]): void {
  replies = next;
  for (const listener of listeners) listener();
}

/** Lives outside the screens and in the browser's storage: a reply goes on through another page, a reload, a closed tab. */
export const pendingReplies = {
  /** Takes up what this member has left here, and follows what other tabs do to it. Gives the way to stop. */
  open(slug: string, memberId: string): () => void {
    const own = toShelf(slug, memberId);
    shelf = own;
    // Sent before this was open.
    for (const reply of replies) if (reply.state !== "accepted") keep(own, reply);
    const known = new Set(replies.map(({ messageId }) => messageId));
    change([...readShelf(own).filter(({ messageId }) => !known.has(messageId)), ...replies]);
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (!key?.startsWith(own)) return;
      const messageId = key.slice(own.length);
      if (newValue === null) change(replies.filter((each) => each.messageId !== messageId));
      else if (!replies.some((each) => each.messageId === messageId))
        change([...replies, ...readShelf(own).filter((each) => each.messageId === messageId)]);
    };
    window.addEventListener("storage", onStorage);
    return () => {
      window.removeEventListener("storage", onStorage);
      // Another workspace's, or nobody's: what is kept stays on its shelf.
      shelf = null;
      change(none);
    };
  },
  put(reply: PendingReply): void {
    if (shelf) keep(shelf, reply);
    change([...replies.filter((each) => each.messageId !== reply.messageId), reply]);
  },
  update(messageId: string, changes: Partial<PendingReply>): void {
    change(replies.map((each) => (each.messageId === messageId ? { ...each, ...changes } : each)));
    const changed = replies.find((each) => each.messageId === messageId);
    if (!changed || !shelf) return;
    if (changed.state === "accepted") forget(shelf, messageId);
    else keep(shelf, changed);
  },
  remove(messageIds: readonly string[]): void {
    if (shelf) for (const messageId of messageIds) forget(shelf, messageId);
    if (!replies.some((each) => messageIds.includes(each.messageId))) return;
    change(replies.filter((each) => !messageIds.includes(each.messageId)));
  },
  /** Given back to the writer, who does not know whether it has arrived after all. */
  takeBack(reply: PendingReply): void {
    takenBack.set(reply.conversationId, { text: reply.text, messageId: reply.messageId });
    pendingReplies.remove([reply.messageId]);
  },
  /** The id under which the same words were sent before and taken back. */
  idOfTakenBack(conversationId: string, text: string): string | null {
    const back = takenBack.get(conversationId);
    takenBack.delete(conversationId);
    return back?.text === text ? back.messageId : null;
  },
  all: (): readonly PendingReply[] => replies,
};

/** What is on its way in all conversations; the same array until something changes. */
export function usePendingReplies(): readonly PendingReply[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => replies,
    () => none,
  );
}
