import { useSyncExternalStore } from "react";
import type { ThreadMessage } from "@/server/conversations/schemas";
import type { Attachment } from "./attachments";

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
  /** Its files, all of them with the server already. */
  attached: readonly Attachment[];
  /** `accepted`: the server has it, the thread is being fetched. */
  state: "sending" | "accepted" | "failed";
  errorCode: string | null;
};

let replies: readonly PendingReply[] = [];
const listeners = new Set<() => void>();
const none: readonly PendingReply[] = [];

function change(next: readonly PendingReply[]): void {
  replies = next;
  for (const listener of listeners) listener();
}

/** Lives outside the screens, so that a reply goes on while its writer reads another conversation. */
export const pendingReplies = {
  put(reply: PendingReply): void {
    change([...replies.filter((each) => each.messageId !== reply.messageId), reply]);
  },
  update(messageId: string, changes: Partial<PendingReply>): void {
    change(replies.map((each) => (each.messageId === messageId ? { ...each, ...changes } : each)));
  },
  remove(messageIds: readonly string[]): void {
    if (!replies.some((each) => messageIds.includes(each.messageId))) return;
    change(replies.filter((each) => !messageIds.includes(each.messageId)));
  },
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
