"use client";

import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { type ComponentPropsWithRef, type ReactNode, useRef } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";

/** The look that every control one writes or picks in shares. */
export const controlClass = cn(
  "rounded-md border border-line-control bg-surface text-ink transition-colors placeholder:text-ink-faint",
  "hover:border-ink-faint disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint",
  "data-invalid:border-danger focus-visible:-outline-offset-1",
);

type InputProps = Omit<
  ComponentPropsWithRef<"input">,
  "size" | "value" | "defaultValue" | "className" | "style"
> & {
  value?: string;
  defaultValue?: string;
  className?: string;
  /** An icon or a unit before or after the text. */
  lead?: ReactNode;
  trail?: ReactNode;
};

/** One line of text. Stands inside a `Field`, or carries an `aria-label`. */
export function Input({ lead, trail, className, ...native }: InputProps) {
  const { attributes, isDisabled } = useFieldControl();
  const input = (
    <input
      {...attributes}
      {...native}
      disabled={native.disabled || isDisabled}
      className={cn(
        controlClass,
        "h-8 w-full min-w-0 px-2.5 max-sm:h-11",
        lead != null && "ps-8",
        trail != null && (typeof trail === "string" ? "pe-14" : "pe-8"),
        !lead && !trail && className,
      )}
    />
  );
  if (lead == null && trail == null) return input;
  return (
    <span
      // What stands before the text stands where the text begins, which need not be the page's side.
      dir={native.dir === "auto" ? undefined : native.dir}
      className={cn("relative block min-w-0", className)}
    >
      {lead != null && <Edge className="start-0">{lead}</Edge>}
      {input}
      {trail != null && <Edge className="end-0">{trail}</Edge>}
    </span>
  );
}

/** Looks for something: an icon, the label as its name, and a cross that clears it. */
export function SearchInput({
  label,
  value,
  onValueChange,
  className,
  ...native
}: Omit<InputProps, "value" | "lead" | "trail" | "onChange"> & {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
}) {
  const t = useTranslations("common");
  const box = useRef<HTMLInputElement>(null);
  return (
    <Input
      type="search"
      enterKeyHint="search"
      placeholder={label}
      {...native}
      ref={box}
      aria-label={label}
      value={value}
      onChange={(event) => onValueChange(event.currentTarget.value)}
      className={cn("[&_input::-webkit-search-cancel-button]:hidden", className)}
      lead={<Search aria-hidden size={16} />}
      trail={
        value ? (
          <button
            type="button"
            aria-label={t("clear")}
            className="pointer-events-auto flex size-8 items-center justify-center rounded-md hover:text-ink max-sm:h-11"
            onClick={() => {
              onValueChange("");
              box.current?.focus();
            }}
          >
            <X aria-hidden size={14} />
          </button>
        ) : (
          <span />
        )
      }
    />
  );
}

function Edge({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span
      className={cn(
        "pointer-events-none absolute inset-y-0 flex items-center justify-center text-ink-faint text-sm",
        // A unit is as wide as its word; an icon stands in a square.
        typeof children === "string" ? "px-2.5" : "w-8",
        className,
      )}
    >
      {children}
    </span>
  );
}
