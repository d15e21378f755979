"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import Link from "next/link";
import type { ReactNode } from "react";
import { Count } from "./badge";
import { cn } from "./cn";

const listClass =
  "flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none] max-sm:-mx-4 max-sm:px-4";
const tabClass = cn(
  "relative -mb-px flex h-9 shrink-0 select-none items-center gap-2 whitespace-nowrap border-transparent border-b-2 px-2 text-ink-muted transition-colors hover:text-ink max-sm:h-11",
  "focus-visible:-outline-offset-2",
);
const activeClass = "border-accent font-medium text-ink";

/** Parts of one thing, one at a time. For views that a link should keep, use `LinkTabs`. */
export function Tabs<Value extends string>(props: {
  label: string;
  items: readonly { value: Value; label: ReactNode; count?: number; content?: ReactNode }[];
  value: Value;
  onValueChange: (value: Value) => void;
  className?: string;
}) {
  return (
    <Base.Root
      value={props.value}
      onValueChange={(value) => props.onValueChange(value as Value)}
      className={props.className}
    >
      <Base.List aria-label={props.label} className={listClass} activateOnFocus>
        {props.items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className={cn(tabClass, "data-active:border-accent data-active:font-medium data-active:text-ink")}
          >
            {item.label}
            <Count value={item.count} />
          </Base.Tab>
        ))}
      </Base.List>
      {props.items.map(
        (item) =>
          item.content !== undefined && (
            <Base.Panel key={item.value} value={item.value} className="pt-4 outline-hidden">
              {item.content}
            </Base.Panel>
          ),
      )}
    </Base.Root>
  );
}

/** The same look for views that live in the address bar. */
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
