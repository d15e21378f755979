"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import { Kbd } from "../kbd";
import type { TooltipProps } from "../tooltip";

export function TooltipPopup(
  props: Omit<TooltipProps, "children"> & {
    anchor: HTMLElement;
    open: boolean;
    onOpenChange: (open: boolean) => void;
    /** The pointer is on the tooltip, which then stays. */
    onHold: () => void;
    onRelease: () => void;
  },
) {
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        {/* What it says is said where it stands, too: it is for eyes only. */}
        <Base.Positioner
          aria-hidden
          anchor={props.anchor}
          side={props.side ?? "top"}
          sideOffset={6}
          className="z-50"
        >
          <Base.Popup
            onPointerEnter={props.onHold}
            onPointerLeave={props.onRelease}
            className="flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-paper text-sm shadow-float transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {props.label}
            {props.shortcut && <Kbd keys={props.shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
