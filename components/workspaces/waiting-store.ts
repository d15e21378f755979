"use client";

import { useSyncExternalStore } from "react";

/** How many conversations wait for a person, by the slug of the workspace. */
type Waiting = ReadonlyMap<string, number>;

const none: Waiting = new Map();
const listeners = new Set<() => void>();
let known = none;

/** Tells the switch and the palette what has been counted. */
export function tellWaiting(waiting: Waiting): void {
  known = waiting;
  for (const listener of listeners) listener();
}

/** What was counted last; empty until then. */
export function useWaiting(): Waiting {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => known,
    () => none,
  );
}
