"use client";

import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from "react";
import type { ThreadState } from "./thread-state";

/**
 * Goes to a message of the thread: scrolls to it, gives it the focus and lets it shine for a moment. One that is older
 * than what is held is looked for by long pages.
 */
export function useJump(input: {
  box: RefObject<HTMLDivElement | null>;
  thread: ThreadState;
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onOlder: (isFar: boolean) => void;
  /** The message that the thread is opened at. */
  openedAt: string | null;
  /** The reader leaves the newest messages: the thread follows them no more. */
  onLeave: () => void;
}): (messageId: string) => void {
  const { box, thread, hasOlder, isLoadingOlder, onOlder, openedAt, onLeave } = input;
  const [wantedId, setWantedId] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again whenever the thread has grown.
  useEffect(() => {
    if (wantedId === null) return;
    const found = box.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(wantedId)}"]`);
    if (found) {
      setWantedId(null);
      show(found);
    } else if (!hasOlder) setWantedId(null);
    else if (!isLoadingOlder) onOlder(true);
  }, [wantedId, thread, hasOlder, isLoadingOlder]);

  const jump = useCallback(
    (messageId: string) => {
      onLeave();
      setWantedId(messageId);
    },
    [onLeave],
  );
  const goTo = useEffectEvent(jump);
  useEffect(() => {
    if (openedAt) goTo(openedAt);
  }, [openedAt]);
  return jump;
}

function show(element: HTMLElement): void {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  if (isCalm) return;
  element.animate([{ backgroundColor: "var(--color-accent-soft)" }, { backgroundColor: "transparent" }], {
    duration: 1_200,
    easing: "ease-out",
  });
}
