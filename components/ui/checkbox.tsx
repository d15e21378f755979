"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import type { ReactNode } from "react";
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
  const box = (
    <Base.Root
      checked={props.checked}
      onCheckedChange={(checked) => props.onCheckedChange(checked)}
      indeterminate={props.indeterminate}
      name={props.name}
      disabled={props.disabled}
      aria-label={props["aria-label"]}
      tabIndex={props.tabIndex}
      className={cn(
        "relative flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-control bg-surface transition-colors",
        "data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent",
        // A thumb needs 44 px; the box stays 16.
        "data-disabled:opacity-50 after:absolute after:-inset-3.5 sm:after:-inset-2",
        !props.label && props.className,
      )}
    >
      <Base.Indicator className="flex text-accent-ink">
        {props.indeterminate ? (
          <Minus aria-hidden size={12} strokeWidth={3} />
        ) : (
          <Check aria-hidden size={12} strokeWidth={3} />
        )}
      </Base.Indicator>
    </Base.Root>
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
