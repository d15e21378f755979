"use client";

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
      <span className="relative mt-0.5 flex h-5 w-9 shrink-0">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={props.checked}
          aria-checked={props.checked}
          onChange={(event) => props.onCheckedChange(event.currentTarget.checked)}
          disabled={props.disabled}
          aria-describedby={props.hint ? `${id}-hint` : undefined}
          className="peer h-5 w-9 appearance-none rounded-full bg-line-control transition-colors after:absolute after:-inset-3 checked:bg-accent disabled:opacity-50"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute start-0.5 top-0.5 size-4 rounded-full bg-surface transition-transform peer-checked:translate-x-4 rtl:peer-checked:-translate-x-4 dark:peer-checked:bg-accent-ink"
        />
      </span>
    </div>
  );
}
