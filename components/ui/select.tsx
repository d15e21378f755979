"use client";

import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field";
import { floating } from "./floating-parts";
import { controlClass } from "./input";
import { LateTrigger } from "./late";

export type SelectItem<Value extends string> = {
  value: Value;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
};

export type SelectProps<Value extends string> = {
  items: readonly SelectItem<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  /** Its name when no `Field` stands around it. */
  label?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
};

export const selectClass = cn(
  controlClass,
  "flex h-8 min-w-0 items-center justify-between gap-2 ps-2.5 pe-2 text-start data-disabled:text-ink-faint max-sm:h-11",
);

/** One of a short, known list. Longer than about fifteen, or unknown in advance: use a search. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  return (
    <LateTrigger part={floating} popup="listbox" trigger={<ClosedSelect {...props} />}>
      {({ SelectControl }, standing) => <SelectControl {...props} standing={standing} />}
    </LateTrigger>
  );
}

/** What the closed control shows, until the list behind it is here. */
function ClosedSelect<Value extends string>(props: SelectProps<Value>) {
  const { items, value, onValueChange, placeholder, label, name, disabled, className, ...handlers } = props;
  const t = useTranslations("common");
  const { attributes, labelId, isDisabled } = useFieldControl();
  const chosen = items.find((item) => item.value === value);
  return (
    <>
      <button
        type="button"
        role="combobox"
        aria-expanded={false}
        {...attributes}
        {...handlers}
        disabled={disabled || isDisabled}
        data-disabled={disabled || isDisabled ? "" : undefined}
        aria-label={label}
        aria-labelledby={label ? undefined : labelId}
        className={cn(selectClass, className)}
      >
        <span className={cn("truncate", !chosen && "text-ink-faint")}>
          {chosen?.label ?? placeholder ?? t("choose")}
        </span>
        <ChevronsUpDown aria-hidden size={14} className="text-ink-faint" />
      </button>
      {name && <input type="hidden" name={name} value={value ?? ""} />}
    </>
  );
}
