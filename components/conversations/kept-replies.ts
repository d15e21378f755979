import type { ThreadMessage } from "@/server/conversations/schemas";
import { fromKept, type KeptAttachment, toKept } from "./kept-attachments";
import type { PendingReply } from "./pending-replies";

/** A reply as it lies in this browser until the server has it: with the id that makes a second sending none. */
type KeptReply = {
  messageId: string;
  conversationId: string;
  text: string;
  startedAt: string;
  lastSeenSeq: number;
  force: boolean;
  replyTo: ThreadMessage | null;
  draftVersion: number;
  attached: KeptAttachment[];
  /** Why the server refused it; null: it has not answered yet. */
  errorCode: string | null;
};

const prefix = "santral.reply.";

/** Replies of one member in one workspace; each under a key of its own, so that two tabs never write over each other. */
export function toShelf(slug: string, memberId: string): string {
  return `${prefix}${slug}.${memberId}.`;
}

export function keep(shelf: string, reply: PendingReply): void {
  const { messageId, conversationId, text, startedAt, lastSeenSeq, force, replyTo, draftVersion, errorCode } =
    reply;
  const attached = toKept(reply.attached);
  const kept: KeptReply = {
    ...{ messageId, conversationId, text, startedAt, lastSeenSeq, force, replyTo, draftVersion, attached },
    errorCode: reply.state === "failed" ? errorCode : null,
  };
  try {
    window.localStorage.setItem(shelf + messageId, JSON.stringify(kept));
  } catch {
    // Storage is full or forbidden: it lives as long as the page.
  }
}

export function forget(shelf: string, messageId: string): void {
  try {
    window.localStorage.removeItem(shelf + messageId);
  } catch {
    // There was nothing kept.
  }
}

/** What lies there, oldest first. One that was on its way when the page ended waits: nobody knows whether it arrived. */
export function readShelf(shelf: string): PendingReply[] {
  try {
    return Object.keys(window.localStorage)
      .filter((key) => key.startsWith(shelf))
      .flatMap((key) => toReply(window.localStorage.getItem(key)) ?? [])
      .sort((one, other) => (one.startedAt < other.startedAt ? -1 : 1));
  } catch {
    return [];
  }
}

function toReply(stored: string | null): PendingReply | null {
  if (!stored) return null;
  try {
    const { attached, ...kept } = JSON.parse(stored) as KeptReply;
    return {
      ...kept,
      attached: attached.map(fromKept),
      state: kept.errorCode === null ? "waiting" : "failed",
    };
  } catch {
    return null;
  }
}
