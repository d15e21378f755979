"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Check from "lucide-react/icons/check";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { itemClass, popupClass } from "./popup";

/** What else one can do here. The trigger is any button of ours. */
export function Menu(props: {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  className?: string;
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={props.trigger} />
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

/** One thing to do, or with `href` a place to go. */
export function MenuItem(props: {
  icon?: ReactNode;
  children: ReactNode;
  onSelect?: () => void;
  href?: string;
  danger?: boolean;
  shortcut?: string;
  disabled?: boolean;
}) {
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

/** Items under a heading. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <GroupLabel>{label}</GroupLabel>
      {children}
    </Base.Group>
  );
}

/** One choice of several; the menu stays open, so that the effect is seen. */
export function MenuRadioGroup<Value extends string>(props: {
  label: ReactNode;
  value: Value;
  onValueChange: (value: Value) => void;
  items: readonly { value: Value; label: ReactNode; icon?: ReactNode; lang?: string }[];
}) {
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

/** Short signs to choose one from, such as reactions, in rows of six. */
export function MenuTiles(props: {
  label: string;
  items: readonly string[];
  chosen: string | null;
  onSelect: (item: string) => void;
}) {
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

/** Things that are on or off, such as a table's columns. */
export function MenuCheckItem(props: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}) {
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
