"use client";

import type { ReactElement, ReactNode } from "react";
import { floating } from "./floating-parts";
import { LateTrigger } from "./late";

export type PopoverProps = {
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
};

/** A little more about something, or a small form, beside what it belongs to. */
export function Popover(props: PopoverProps) {
  return (
    <LateTrigger
      part={floating}
      popup="dialog"
      trigger={props.trigger}
      isWanted={props.open}
      onPress={() => props.onOpenChange?.(true)}
    >
      {({ PopoverPopup }, standing) => <PopoverPopup {...props} standing={standing} />}
    </LateTrigger>
  );
}
