"use client";

import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { Count } from "./badge";
import { cn } from "./cn";

export const listClass =
  "flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none] max-sm:-mx-4 max-sm:px-4";
export const tabClass = cn(
  "relative -mb-px flex h-9 shrink-0 select-none items-center gap-2 whitespace-nowrap border-transparent border-b-2 px-2 text-ink-muted transition-colors hover:text-ink max-sm:h-11",
  "focus-visible:-outline-offset-2",
);
const activeClass = "border-accent font-medium text-ink";

/** Views of one page that live in the address bar. For parts that no link needs to keep, use `Tabs`. */
export function LinkTabs(props: {
  label: string;
  items: readonly { href: string; label: ReactNode; count?: number; active: boolean }[];
  className?: string;
}) {
  const active = props.items.find((item) => item.active)?.href;
  const chosen = useRef<HTMLAnchorElement>(null);
  // On a phone the last ones stand outside; the strip alone moves, never the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is chosen.
  useEffect(() => {
    if (chosen.current) showWithin(chosen.current);
  }, [active]);
  return (
    <nav aria-label={props.label} className={cn(listClass, props.className)}>
      {props.items.map((item) => (
        <Link
          key={item.href}
          ref={item.active ? chosen : undefined}
          href={item.href}
          aria-current={item.active ? "page" : undefined}
          className={cn(tabClass, item.active && activeClass)}
        >
          {item.label}
          <Count value={item.count} />
        </Link>
      ))}
    </nav>
  );
}

/** Scrolls the strip around a tab so far that all of it is seen. */
function showWithin(tab: HTMLElement): void {
  const strip = tab.parentElement;
  if (!strip) return;
  const [own, around] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
  if (own.left >= around.left && own.right <= around.right) return;
  strip.scrollLeft += own.left + own.width / 2 - (around.left + around.width / 2);
}
