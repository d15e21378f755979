"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./kbd";

/** Names what is under the pointer or the focus. Never the only place where something is said. */
export function Tooltip(props: {
  label: ReactNode;
  /** Keys that do the same, as for `Kbd`. */
  shortcut?: string;
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  disabled?: boolean;
  children: ReactElement;
}) {
  return (
    <Base.Root disabled={props.disabled}>
      <Base.Trigger render={props.children} />
      <Base.Portal>
        <Base.Positioner side={props.side ?? "top"} sideOffset={6} className="z-50">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-paper text-sm shadow-float transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {props.label}
            {props.shortcut && <Kbd keys={props.shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
