"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import Ban from "lucide-react/icons/ban";
import EllipsisVertical from "lucide-react/icons/ellipsis-vertical";
import Play from "lucide-react/icons/play";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";

/** Who is written to, as whom, and what else can be done with the bot. */
export function ChatHeader(props: {
  botName: string;
  userName: string;
  isTyping: boolean;
  isOffline: boolean;
  isBlocked: boolean;
  onBack: () => void;
  onBlock: (blocked: boolean) => void;
  onStartWith: () => void;
}) {
  const t = useTranslations("sandbox.chat");
  const state = props.isOffline ? t("offline") : props.isTyping ? t("typing") : null;
  return (
    <header className="flex items-center gap-2 border-line border-b bg-surface py-1.5 ps-1 pe-1 lg:ps-3">
      <IconButton
        label={t("back")}
        icon={<ArrowLeft aria-hidden size={20} className="flip-rtl" />}
        className="lg:hidden"
        onClick={props.onBack}
      />
      <Avatar name={props.botName} size={40} />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold text-lg">
          <bdi>{props.botName}</bdi>
        </h2>
        <p
          role="status"
          className={cn(
            "truncate text-sm",
            props.isOffline ? "text-warn" : props.isTyping ? "text-accent-text" : "text-ink-muted",
          )}
        >
          {state ?? (
            <>
              {t("bot")} · <bdi>{props.userName}</bdi>
            </>
          )}
        </p>
      </div>
      <Menu
        trigger={
          <IconButton
            label={t("menu")}
            icon={<EllipsisVertical aria-hidden size={20} />}
            className="size-10"
          />
        }
      >
        <MenuItem
          icon={<Play aria-hidden size={16} />}
          onSelect={props.onStartWith}
          disabled={props.isBlocked}
        >
          {t("startWith")}
        </MenuItem>
        <MenuItem
          icon={<Ban aria-hidden size={16} />}
          danger={!props.isBlocked}
          onSelect={() => props.onBlock(!props.isBlocked)}
        >
          {props.isBlocked ? t("unblock") : t("block")}
        </MenuItem>
      </Menu>
    </header>
  );
}
