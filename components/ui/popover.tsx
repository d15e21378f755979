"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { popupClass } from "./popup";

/** A little more about something, or a small form, beside what it belongs to. */
export function Popover(props: {
  trigger: ReactElement;
  title?: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** It opens under a resting pointer too, not only on a press. */
  hover?: boolean;
  className?: string;
}) {
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Trigger render={props.trigger} openOnHover={props.hover} />
      <Base.Portal>
        <Base.Positioner
          align={props.align ?? "start"}
          side={props.side ?? "bottom"}
          sideOffset={6}
          collisionPadding={8}
          className="z-50"
        >
          <Base.Popup className={cn(popupClass, "w-80 max-w-[calc(100vw-1rem)] p-4", props.className)}>
            {props.title && <Base.Title className="mb-2 font-semibold">{props.title}</Base.Title>}
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
