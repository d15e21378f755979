"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn";

const names: Record<string, { mac: string; other: string }> = {
  mod: { mac: "⌘", other: "Ctrl" },
  shift: { mac: "⇧", other: "Shift" },
  alt: { mac: "⌥", other: "Alt" },
  enter: { mac: "↵", other: "↵" },
  escape: { mac: "Esc", other: "Esc" },
  up: { mac: "↑", other: "↑" },
  down: { mac: "↓", other: "↓" },
};

/** Shows keys as the reader's machine names them: `mod+k` is ⌘ K or Ctrl K. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const isMac = useSyncExternalStore(neverChanges, onMac, () => false);
  return (
    <span className={cn("inline-flex items-center gap-0.5 font-sans", className)} dir="ltr">
      {keys.split("+").map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-md border border-line bg-sunken px-1 font-sans text-ink-muted text-xs leading-none"
        >
          {names[key]?.[isMac ? "mac" : "other"] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  );
}

const neverChanges = () => () => {};
const onMac = () => /mac|iphone|ipad/i.test(navigator.userAgent);
