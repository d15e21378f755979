"use client";

import { useSyncExternalStore } from "react";
import type { Moment } from "@/lib/format/format";
import { useFormat } from "@/lib/format/use-format";

const tickMs = 30_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** How long ago, kept true while it is on screen; the whole date under the pointer. One clock serves them all. */
export function RelativeTime({ value, className }: { value: Moment; className?: string }) {
  const format = useFormat();
  const current = useSyncExternalStore(subscribe, readNow, () => null);
  const full = format.dateTime(value);
  return (
    <time dateTime={new Date(value).toISOString()} title={full} className={className}>
      {current === null ? full : format.relative(value, current)}
    </time>
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Stands still between ticks, as React asks of a snapshot. */
function readNow(): number {
  return Math.floor(Date.now() / tickMs) * tickMs;
}
