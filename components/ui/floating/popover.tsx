"use client";

import { Popover as Base } from "@base-ui/react/popover";
import { cn } from "../cn";
import type { Standing } from "../late";
import type { PopoverProps } from "../popover";
import { popupClass } from "../popup";

export function PopoverPopup({ standing, ...props }: PopoverProps & { standing: Standing }) {
  return (
    <Base.Root open={props.open} defaultOpen={standing.isOpen} onOpenChange={props.onOpenChange}>
      <Base.Trigger ref={standing.triggerRef} render={props.trigger} openOnHover={props.hover} />
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
