import { useSyncExternalStore } from "react";
import type { ThreadMessage } from "@/server/conversations/schemas";

/** What the composer is for besides a new message: answering one, or changing one's own. */
export type ComposerMode =
  | { kind: "reply"; message: ThreadMessage }
  /** What is being written stands here, so that the draft of the next message stays as it is. */
  | { kind: "edit"; message: ThreadMessage; text: string };

const modes = new Map<string, ComposerMode>();
const listeners = new Set<() => void>();

/** Of each conversation; lives as long as the page. */
export const composerMode = {
  set(conversationId: string, mode: ComposerMode | null): void {
    if (mode) modes.set(conversationId, mode);
    else modes.delete(conversationId);
    for (const listener of listeners) listener();
  },
};

export function useComposerMode(conversationId: string): ComposerMode | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => modes.get(conversationId) ?? null,
    () => null,
  );
}

/**
 * The message that is answered after one step up (-1) or down (+1) the thread; null past the newest, which is where one
 * answers nothing in particular.
 */
export function stepReply(
  messages: readonly ThreadMessage[],
  current: ComposerMode | null,
  step: -1 | 1,
): ThreadMessage | null {
  const answerable = messages.filter((message) => !message.deletedAt && message.author !== "system");
  const at = current?.kind === "reply" ? answerable.findIndex(({ id }) => id === current.message.id) : -1;
  if (at === -1) return step === -1 ? (answerable.at(-1) ?? null) : null;
  return answerable[Math.max(0, at + step)] ?? null;
}
