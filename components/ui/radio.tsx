"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
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
      <Base
        aria-labelledby={id}
        value={props.value}
        onValueChange={(value) => props.onValueChange(value as Value)}
        name={props.name}
        disabled={props.disabled}
        className="flex flex-col gap-2 max-sm:gap-0"
      >
        {props.items.map((item) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is the radio inside it.
          <label key={item.value} className="flex w-fit items-start gap-2.5 max-sm:min-h-11 max-sm:py-3">
            <span className="flex h-5 items-center">
              <Radio.Root
                value={item.value}
                disabled={item.disabled}
                className="flex size-4 items-center justify-center rounded-full border border-line-control bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
              >
                <Radio.Indicator className="size-1.5 rounded-full bg-accent-ink" />
              </Radio.Root>
            </span>
            <span>
              {item.label}
              {item.hint && <span className="block text-ink-muted text-sm">{item.hint}</span>}
            </span>
          </label>
        ))}
      </Base>
    </div>
  );
}
