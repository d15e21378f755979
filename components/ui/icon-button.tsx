"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

/** A button that is only a picture; `label` is its name to everyone else, shown as a tooltip too. */
export function IconButton({
  label,
  icon,
  shortcut,
  variant = "ghost",
  size = "md",
  side,
  quiet,
  className,
  ...native
}: {
  label: string;
  icon: ReactNode;
  shortcut?: string;
  variant?: "ghost" | "secondary";
  size?: "sm" | "md";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  /** No tooltip: the picture says enough where it stands (the cross of a dialog). */
  quiet?: boolean;
} & Omit<ComponentPropsWithRef<"button">, "aria-label" | "children">) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={side} disabled={quiet}>
      <button
        type="button"
        {...native}
        aria-label={label}
        className={cn(
          "inline-flex shrink-0 items-center justify-center rounded-md text-ink-muted transition-colors hover:bg-hover hover:text-ink",
          "disabled:cursor-not-allowed disabled:opacity-50 data-popup-open:bg-hover data-popup-open:text-ink max-sm:size-11",
          variant === "secondary" && "border border-line bg-surface",
          size === "sm" ? "size-7" : "size-8",
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
