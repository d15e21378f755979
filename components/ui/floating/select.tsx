"use client";

import { Select as Base } from "@base-ui/react/select";
import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import { cn } from "../cn";
import { useFieldControl } from "../field";
import type { Standing } from "../late";
import { itemClass, popupClass } from "../popup";
import { type SelectItem, type SelectProps, selectClass } from "../select";

export function SelectControl<Value extends string>({
  standing,
  ...props
}: SelectProps<Value> & { standing: Standing }) {
  const t = useTranslations("common");
  const { attributes, labelId, isDisabled } = useFieldControl();
  return (
    <Base.Root
      items={props.items as SelectItem<Value>[]}
      value={props.value}
      onValueChange={(value) => value !== null && props.onValueChange(value)}
      name={props.name}
      disabled={props.disabled || isDisabled}
      defaultOpen={standing.isOpen}
    >
      <Base.Trigger
        {...attributes}
        ref={standing.triggerRef}
        aria-label={props.label}
        aria-labelledby={props.label ? undefined : labelId}
        className={cn(selectClass, props.className)}
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
