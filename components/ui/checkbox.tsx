"use client";

import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";

/** Yes or no, as part of a form or a selection. Give a `label`, or an `aria-label` where a table's head says it. */
export function Checkbox(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label?: ReactNode;
  "aria-label"?: string;
  indeterminate?: boolean;
  name?: string;
  disabled?: boolean;
  tabIndex?: number;
  className?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const isPartly = props.indeterminate ?? false;
  useEffect(() => {
    if (input.current) input.current.indeterminate = isPartly;
  }, [isPartly]);
  const Sign = isPartly ? Minus : Check;
  const box = (
    <span className={cn("relative flex size-4 shrink-0", !props.label && props.className)}>
      <input
        ref={input}
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onCheckedChange(event.currentTarget.checked)}
        name={props.name}
        disabled={props.disabled}
        aria-label={props["aria-label"]}
        tabIndex={props.tabIndex}
        className={cn(
          "peer size-4 appearance-none rounded-[4px] border border-line-control bg-surface transition-colors",
          "checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:opacity-50",
          // A thumb needs 44 px; the box stays 16.
          "after:absolute after:-inset-3.5 sm:after:-inset-2",
        )}
      />
      <Sign
        aria-hidden
        size={12}
        strokeWidth={3}
        className="pointer-events-none absolute inset-0 m-auto hidden text-accent-ink peer-checked:block peer-indeterminate:block"
      />
    </span>
  );
  if (!props.label) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the checkbox inside it.
    <label className={cn("flex w-fit items-start gap-2.5 text-base max-sm:py-2.5", props.className)}>
      <span className="flex h-5 items-center">{box}</span>
      {props.label}
    </label>
  );
}
