"use client";

import Compass from "lucide-react/icons/compass";
import Keyboard from "lucide-react/icons/keyboard";
import LogOut from "lucide-react/icons/log-out";
import UserRound from "lucide-react/icons/user-round";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { ShellMember } from "./panel-types";
import { PreferenceItems } from "./preferences";

/** The reader's own things: language, theme, keys, the way out. */
export function UserMenu(props: {
  member: ShellMember;
  onKeys: () => void;
  signOut: () => Promise<void>;
  /** With the name beside the picture, whatever the width (on a phone's sheet). */
  wide?: boolean;
}) {
  const t = useTranslations("shell");
  const roles = useTranslations("common");
  const { member } = props;
  const collapsed = props.wide ? "" : "max-wide:hidden";
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button
          type="button"
          className={`flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 text-start transition-colors hover:bg-hover data-popup-open:bg-hover ${props.wide ? "" : "max-wide:w-10 max-wide:justify-center max-wide:px-0"}`}
        >
          <Avatar name={member.displayName} size={24} />
          <span className="sr-only">{t("user.menu", { name: member.displayName })}</span>
          <span aria-hidden className={`min-w-0 flex-1 ${collapsed}`}>
            <span className="block truncate font-medium">{member.displayName}</span>
            <span className="block truncate text-ink-faint text-xs">{roles(`role.${member.role}`)}</span>
          </span>
        </button>
      }
    >
      <PreferenceItems />
      <MenuSeparator />
      <MenuItem href="/account" icon={<UserRound aria-hidden size={16} />}>
        {t("user.account")}
      </MenuItem>
      {member.isOperator && (
        <MenuItem href="/operator" icon={<Compass aria-hidden size={16} />}>
          {t("user.operator")}
        </MenuItem>
      )}
      <MenuItem icon={<Keyboard aria-hidden size={16} />} shortcut="?" onSelect={props.onKeys}>
        {t("keys.open")}
      </MenuItem>
      <MenuItem
        icon={<LogOut aria-hidden size={16} className="flip-rtl" />}
        onSelect={() => void props.signOut()}
      >
        {t("user.signOut")}
      </MenuItem>
    </Menu>
  );
}
