"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { Count } from "./badge";
import { cn } from "./cn";
import { listClass, tabClass } from "./tabs";

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
