"use client";

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The moment now, in steps: one timer for everything that counts on a page, and a step that is not over draws nothing.
 * Null before the page lives, so that what the server has drawn is not contradicted.
 */
export function useMoment(stepMs: number): number | null {
  return useSyncExternalStore(
    watch,
    () => Math.floor(Date.now() / stepMs) * stepMs,
    () => null,
  );
}
