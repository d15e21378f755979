"use client";

import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A phone on wide screens; on a phone, the screen itself. A second one is for wide screens only. */
export function Frame(props: {
  children: ReactNode;
  isSecond?: boolean;
  /** The one of two that is chosen for. */
  isActive?: boolean;
  onActive?: () => void;
}) {
  return (
    <div
      onPointerDownCapture={props.onActive}
      onFocusCapture={props.onActive}
      className={cn(
        "flex w-full min-w-0 flex-col overflow-hidden bg-sunken lg:h-full lg:max-h-[54rem] lg:w-[26rem] lg:rounded-[2.5rem] lg:bg-raised lg:p-2.5 lg:shadow-float",
        props.isSecond && "max-[84.99rem]:hidden",
        props.isActive && "ring-2 ring-accent",
      )}
    >
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden lg:rounded-[2rem] lg:border lg:border-line">
        {props.children}
      </div>
    </div>
  );
}
