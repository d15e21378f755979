"use client";

import Link from "next/link";
import type { ReactNode } from "react";
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
  return (
    <nav aria-label={props.label} className={cn(listClass, props.className)}>
      {props.items.map((item) => (
        <Link
          key={item.href}
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
