"use client";

import type { ReactElement, ReactNode } from "react";
import { floating } from "./floating-parts";
import { LateTrigger } from "./late";

export type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  className?: string;
};

/** What else one can do here. The trigger is any button of ours. */
export function Menu(props: MenuProps) {
  return (
    <LateTrigger part={floating} popup="menu" trigger={props.trigger}>
      {({ MenuPopup }, standing) => <MenuPopup {...props} standing={standing} />}
    </LateTrigger>
  );
}

// What stands in a menu is drawn when that is open, so its code is here by then.

export type MenuItemProps = {
  icon?: ReactNode;
  children: ReactNode;
  onSelect?: () => void;
  href?: string;
  danger?: boolean;
  shortcut?: string;
  disabled?: boolean;
};

/** One thing to do, or with `href` a place to go. */
export function MenuItem(props: MenuItemProps) {
  const parts = floating.now();
  return parts && <parts.MenuItem {...props} />;
}

export function MenuSeparator() {
  const parts = floating.now();
  return parts && <parts.MenuSeparator />;
}

export type MenuGroupProps = { label: ReactNode; children: ReactNode };

/** Items under a heading. */
export function MenuGroup(props: MenuGroupProps) {
  const parts = floating.now();
  return parts && <parts.MenuGroup {...props} />;
}

export type MenuRadioGroupProps<Value extends string> = {
  label: ReactNode;
  value: Value;
  onValueChange: (value: Value) => void;
  items: readonly { value: Value; label: ReactNode; icon?: ReactNode; lang?: string }[];
};

/** One choice of several; the menu stays open, so that the effect is seen. */
export function MenuRadioGroup<Value extends string>(props: MenuRadioGroupProps<Value>) {
  const parts = floating.now();
  return parts && <parts.MenuRadioGroup {...props} />;
}

export type MenuTilesProps = {
  label: string;
  items: readonly string[];
  chosen: string | null;
  onSelect: (item: string) => void;
};

/** Short signs to choose one from, such as reactions, in rows of six. */
export function MenuTiles(props: MenuTilesProps) {
  const parts = floating.now();
  return parts && <parts.MenuTiles {...props} />;
}

export type MenuCheckItemProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
};

/** Things that are on or off, such as a table's columns. */
export function MenuCheckItem(props: MenuCheckItemProps) {
  const parts = floating.now();
  return parts && <parts.MenuCheckItem {...props} />;
}
