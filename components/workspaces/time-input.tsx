"use client";

import type { KeyboardEvent } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { type Edge, stepTime, tidyTime } from "./hours-editing";

const stepMinutes = 15;
const longStepMinutes = 60;

/** A time of day, typed in any usual form; arrow keys move it by a quarter, with Shift by an hour. */
export function TimeInput(props: {
  label: string;
  edge: Edge;
  value: string;
  onValueChange: (value: string) => void;
  disabled?: boolean;
  isInvalid?: boolean;
  describedBy?: string;
}) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const size = event.shiftKey ? longStepMinutes : stepMinutes;
    props.onValueChange(stepTime(props.value, props.edge, event.key === "ArrowUp" ? size : -size));
  }
  return (
    <Input
      dir="ltr"
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      aria-label={props.label}
      aria-invalid={props.isInvalid || undefined}
      aria-describedby={props.describedBy}
      disabled={props.disabled}
      value={props.value}
      onChange={(event) => props.onValueChange(event.currentTarget.value)}
      onBlur={() => props.onValueChange(tidyTime(props.value, props.edge))}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      className={cn("w-18 text-center tabular-nums", props.isInvalid && "border-danger")}
    />
  );
}
