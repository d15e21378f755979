"use client";

import { useCallback, useSyncExternalStore } from "react";

const prefix = "santral.draft.";
const listeners = new Set<() => void>();

/**
 * What is being written to a conversation, kept in this browser until it is sent: through a reload, a lost session or
 * a lost membership. One for every conversation.
 */
export function useDraft(conversationId: string): [string, (text: string) => void] {
  const key = prefix + conversationId;
  const text = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => "",
  );
  const setText = useCallback((next: string) => write(key, next), [key]);
  return [text, setText];
}

/** Gives a text back to its draft, before what has been written since. */
export function restoreDraft(conversationId: string, text: string): void {
  const key = prefix + conversationId;
  const since = read(key);
  write(key, since && since !== text ? `${text}\n${since}` : text);
}

/** What stands in the draft now, for who is not drawing it. */
export const readDraftText = (conversationId: string): string => read(prefix + conversationId);

// Storage may be full or forbidden: then a draft lives as long as the page.
const memory = new Map<string, string>();

function read(key: string): string {
  const known = memory.get(key);
  if (known !== undefined) return known;
  try {
    const stored = window.localStorage.getItem(key) ?? "";
    memory.set(key, stored);
    return stored;
  } catch {
    return "";
  }
}

function write(key: string, text: string): void {
  memory.set(key, text);
  try {
    if (text) window.localStorage.setItem(key, text);
    else window.localStorage.removeItem(key);
  } catch {
    // Kept in memory above.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
