"use client";

import type { ComponentPropsWithRef } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";
import { controlClass } from "./input";

type TextareaProps = Omit<ComponentPropsWithRef<"textarea">, "value" | "defaultValue" | "style"> & {
  value?: string;
  defaultValue?: string;
  /** It grows with its text from `rows` up to this many lines, then scrolls. */
  maxRows?: number;
};

/** Several lines of text, as tall as they need. */
export function Textarea({ rows = 3, maxRows = 12, className, ...native }: TextareaProps) {
  const { attributes, isDisabled } = useFieldControl();
  return (
    <textarea
      dir="auto"
      {...attributes}
      {...native}
      disabled={native.disabled || isDisabled}
      rows={rows}
      style={{
        fieldSizing: "content",
        minHeight: `${rows * 1.25 + 0.875}rem`,
        maxHeight: `${maxRows * 1.25 + 0.875}rem`,
      }}
      className={cn(controlClass, "w-full min-w-0 resize-y px-2.5 py-1.5", className)}
    />
  );
}
