"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type RadioItem<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
};

/** One of a few, all in view. */
export function RadioGroup<Value extends string>(props: {
  label: ReactNode;
  items: readonly RadioItem<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  name?: string;
  disabled?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={cn("flex flex-col gap-1.5", props.className)}>
      <p id={id} className="font-medium text-sm">
        {props.label}
      </p>
      <div role="radiogroup" aria-labelledby={id} className="flex flex-col gap-2 max-sm:gap-0">
        {props.items.map((item) => (
          <label key={item.value} className="flex w-fit items-start gap-2.5 max-sm:min-h-11 max-sm:py-3">
            <span className="flex h-5 items-center">
              <input
                type="radio"
                name={props.name ?? id}
                value={item.value}
                checked={props.value === item.value}
                onChange={() => props.onValueChange(item.value)}
                disabled={props.disabled || item.disabled}
                className="size-4 appearance-none rounded-full border border-line-control bg-surface checked:border-[5px] checked:border-accent checked:bg-accent-ink disabled:opacity-50"
              />
            </span>
            <span>
              {item.label}
              {item.hint && <span className="block text-ink-muted text-sm">{item.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
