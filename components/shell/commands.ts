"use client";

import type { ReactNode } from "react";
import { useEffect, useSyncExternalStore } from "react";

/** Something the palette offers: a place to go or a thing to do. */
export type Command = {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Other words that find it. */
  keywords?: readonly string[];
  shortcut?: string;
  /** How much waits there. */
  count?: number | undefined;
} & ({ href: string } | { run: () => void });

const sources = new Set<readonly Command[]>();
const listeners = new Set<() => void>();
const none: readonly Command[] = [];
let all = none;

/** Adds a page's own actions to ⌘K while it is shown. Keep the array's identity stable (`useMemo`). */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    sources.add(commands);
    tell();
    return () => {
      sources.delete(commands);
      tell();
    };
  }, [commands]);
}

/** What the pages on screen offer now. */
export function usePageCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
    () => none,
  );
}

function tell() {
  all = [...sources].flat();
  for (const listener of listeners) listener();
}
