"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Check from "lucide-react/icons/check";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "../cn";
import { Kbd } from "../kbd";
import type { Standing } from "../late";
import type {
  MenuCheckItemProps,
  MenuGroupProps,
  MenuItemProps,
  MenuProps,
  MenuRadioGroupProps,
  MenuTilesProps,
} from "../menu";
import { itemClass, popupClass } from "../popup";

export function MenuPopup({ standing, ...props }: MenuProps & { standing: Standing }) {
  return (
    <Base.Root modal={false} defaultOpen={standing.isOpen}>
      <Base.Trigger ref={standing.triggerRef} render={props.trigger} />
      <Base.Portal>
        <Base.Positioner
          align={props.align ?? "end"}
          side={props.side ?? "bottom"}
          sideOffset={4}
          className="z-50"
        >
          <Base.Popup
            className={cn(
              popupClass,
              "max-h-(--available-height) min-w-48 max-w-80 overflow-y-auto p-1",
              props.className,
            )}
          >
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem(props: MenuItemProps) {
  const look = cn(itemClass, props.danger && "text-danger");
  const content = (
    <>
      {props.icon && <span className="flex size-4 shrink-0 items-center text-current">{props.icon}</span>}
      <span className="min-w-0 flex-1 truncate">{props.children}</span>
      {props.shortcut && <Kbd keys={props.shortcut} className="max-sm:hidden" />}
    </>
  );
  if (props.href) {
    return (
      <Base.LinkItem className={look} closeOnClick render={<Link href={props.href} />}>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className={look} onClick={props.onSelect} disabled={props.disabled}>
      {content}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-2 my-1 h-px bg-line" />;
}

export function MenuGroup({ label, children }: MenuGroupProps) {
  return (
    <Base.Group>
      <GroupLabel>{label}</GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuRadioGroup<Value extends string>(props: MenuRadioGroupProps<Value>) {
  return (
    <Base.Group>
      <GroupLabel>{props.label}</GroupLabel>
      <Base.RadioGroup value={props.value} onValueChange={(value) => props.onValueChange(value as Value)}>
        {props.items.map((item) => (
          <Base.RadioItem key={item.value} value={item.value} className={itemClass} lang={item.lang}>
            <span className="flex size-4 shrink-0 items-center">{item.icon}</span>
            <span className="flex-1">{item.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden size={16} className="text-accent-text" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuTiles(props: MenuTilesProps) {
  return (
    <Base.Group aria-label={props.label} className="grid grid-cols-6 gap-0.5 p-1">
      {props.items.map((item) => (
        <Base.Item
          key={item}
          onClick={() => props.onSelect(item)}
          className={cn(
            "flex size-8 cursor-default items-center justify-center rounded-md text-lg outline-hidden data-highlighted:bg-hover max-sm:size-11",
            item === props.chosen && "bg-accent-soft",
          )}
        >
          {item}
        </Base.Item>
      ))}
    </Base.Group>
  );
}

export function MenuCheckItem(props: MenuCheckItemProps) {
  return (
    <Base.CheckboxItem checked={props.checked} onCheckedChange={props.onCheckedChange} className={itemClass}>
      <span className="flex size-4 items-center">
        <Base.CheckboxItemIndicator>
          <Check aria-hidden size={16} className="text-accent-text" />
        </Base.CheckboxItemIndicator>
      </span>
      {props.children}
    </Base.CheckboxItem>
  );
}

function GroupLabel({ children }: { children: ReactNode }) {
  return (
    <Base.GroupLabel className="px-2 pt-2 pb-1 font-medium text-ink-faint text-xs">
      {children}
    </Base.GroupLabel>
  );
}
