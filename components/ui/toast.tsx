"use client";

import { useSyncExternalStore } from "react";
import { lasting } from "./lasting";
import { late, useLate } from "./late";

type Undo = { label: string; run: () => void };

export type Remark = {
  tone: "done" | "failed" | "note";
  text: string;
  detail?: string;
  action?: Undo;
  /** Told once, however many ask. */
  id?: string;
};

// What is told without a connection is shown when there is one again, and what comes after it, too.
const list = late(lasting(() => import("./toast/toast-list")));
const listeners = new Set<() => void>();
/** Remarks made before the list that shows them is here. */
let waiting: readonly Remark[] = [];
let isWanted = false;
let show: ((remark: Remark) => void) | null = null;

/** Passing remarks. What the reader must act on stands in the page, not here. */
export const toast = {
  /** Something worked; `undo` where there is a way back. */
  done(text: string, options?: { undo?: Undo }) {
    tell({ tone: "done", text, action: options?.undo });
  },
  /** Something did not; says what was kept and offers the way on. Stays until it is read. */
  failed(text: string, options?: { detail?: string; retry?: Undo }) {
    tell({ tone: "failed", text, detail: options?.detail, action: options?.retry });
  },
  /** What many calls are refused for alike: told once, however many asked. */
  refused(id: "limited" | "storage", text: string) {
    tell({ tone: "failed", text, id });
  },
  note(text: string) {
    tell({ tone: "note", text });
  },
};

/** Brings the list in before the first remark, so that a reader who hears the page hears that one, too. */
export function awaitRemarks(): void {
  if (isWanted) return;
  isWanted = true;
  for (const listener of listeners) listener();
}

function tell(remark: Remark): void {
  if (show) {
    show(remark);
    return;
  }
  waiting = [...waiting, remark];
  awaitRemarks();
}

/** Where remarks appear; once, in the root layout. */
export function Toaster({ dir }: { dir: "ltr" | "rtl" }) {
  const wanted = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isWanted,
    () => false,
  );
  const parts = useLate(list, wanted);
  return parts && <parts.ToastList dir={dir} onReady={take} />;
}

function take(next: typeof show): void {
  show = next;
  if (!show) return;
  const held = waiting;
  waiting = [];
  for (const remark of held) show(remark);
}
