"use client";

import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

/** On or off, at once: what it says is true the moment it moves. Inside a form that is saved, use a checkbox. */
export function Switch(props: {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={cn("flex items-start justify-between gap-4 max-sm:py-2", props.className)}>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {props.label}
        </label>
        {props.hint && (
          <p id={`${id}-hint`} className="text-ink-muted text-sm">
            {props.hint}
          </p>
        )}
      </div>
      <Base.Root
        id={id}
        checked={props.checked}
        onCheckedChange={(checked) => props.onCheckedChange(checked)}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        className="relative mt-0.5 flex h-5 w-9 shrink-0 rounded-full bg-line-control p-0.5 transition-colors after:absolute after:-inset-3 data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="size-4 rounded-full bg-surface transition-transform data-checked:translate-x-4 rtl:data-checked:-translate-x-4 dark:data-checked:bg-accent-ink" />
      </Base.Root>
    </div>
  );
}
