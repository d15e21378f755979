"use client";

import { Select as Base } from "@base-ui/react/select";
import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { controlClass } from "./input";
import { itemClass, popupClass } from "./popup";

export type SelectItem<Value extends string> = {
  value: Value;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
};

/** One of a short, known list. Longer than about fifteen, or unknown in advance: use a search. */
export function Select<Value extends string>(props: {
  items: readonly SelectItem<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  placeholder?: string;
  /** Its name when no `Field` stands around it. */
  label?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
}) {
  const t = useTranslations("common");
  return (
    <Base.Root
      items={props.items as SelectItem<Value>[]}
      value={props.value}
      onValueChange={(value) => value !== null && props.onValueChange(value)}
      name={props.name}
      disabled={props.disabled}
    >
      <Base.Trigger
        aria-label={props.label}
        className={cn(
          controlClass,
          "flex h-8 min-w-0 items-center justify-between gap-2 ps-2.5 pe-2 text-start data-disabled:text-ink-faint max-sm:h-11",
          props.className,
        )}
      >
        <Base.Value
          placeholder={props.placeholder ?? t("choose")}
          className="truncate data-placeholder:text-ink-faint"
        />
        <Base.Icon className="text-ink-faint">
          <ChevronsUpDown aria-hidden size={14} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className={cn(popupClass, "min-w-(--anchor-width)")}>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
              {props.items.map((item) => (
                <Base.Item key={item.value} value={item.value} disabled={item.disabled} className={itemClass}>
                  <span className="flex size-4 shrink-0 items-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden size={16} />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0">
                    <Base.ItemText>{item.label}</Base.ItemText>
                    {item.hint && <span className="block text-ink-faint text-sm">{item.hint}</span>}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
