import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "neutral" | "accent" | "success" | "warn" | "danger";

const badgeTones: Record<Tone, string> = {
  neutral: "bg-hover text-ink-muted",
  accent: "bg-accent-soft text-accent-text",
  success: "bg-success-soft text-success",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

const dotTones: Record<Tone, string> = {
  neutral: "bg-ink-faint",
  accent: "bg-accent",
  success: "bg-success",
  warn: "bg-warn",
  danger: "bg-danger",
};

/** A word about a thing: its state or its kind. */
export function Badge(props: { tone?: Tone; icon?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 w-fit shrink-0 items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium text-xs",
        badgeTones[props.tone ?? "neutral"],
        props.className,
      )}
    >
      {props.icon}
      {props.children}
    </span>
  );
}

/** A state with its word; the dot alone never carries the meaning. */
export function StatusDot(props: { tone: Tone; label: ReactNode; hideLabel?: boolean; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2", props.className)}>
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", dotTones[props.tone])} />
      <span className={cn(props.hideLabel && "sr-only")}>{props.label}</span>
    </span>
  );
}

const countTones = {
  neutral: "bg-hover text-ink-muted",
  accent: "bg-accent text-accent-ink",
  danger: "bg-danger-fill text-danger-ink",
};

/** How many wait for someone. Nothing at zero; “99+” past ninety-nine. */
export function Count(props: { value?: number; tone?: keyof typeof countTones; className?: string }) {
  if (!props.value) return null;
  return (
    <span
      className={cn(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 font-medium text-xs tabular-nums",
        countTones[props.tone ?? "neutral"],
        props.className,
      )}
    >
      {props.value > 99 ? "99+" : props.value}
    </span>
  );
}
