"use client";

import AlarmClock from "lucide-react/icons/alarm-clock";
import ArrowLeft from "lucide-react/icons/arrow-left";
import Ellipsis from "lucide-react/icons/ellipsis";
import PanelRight from "lucide-react/icons/panel-right";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ClockMarks } from "@/components/service-levels/clock-mark";
import { useWorkspace } from "@/components/trpc";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useFormat } from "@/lib/format/use-format";
import type { Conversation } from "@/server/conversations/schemas";
import { PriorityMark } from "./priority-mark";
import type { ConversationAction } from "./use-actions";

/** Who the thread is with, who of us has it, and what can be done with it now. */
export function ThreadHeader(props: {
  conversation: Conversation;
  /** What can be done with it now; empty for a reader. */
  actions: readonly ConversationAction[];
  isMoving: boolean;
  /** The button that puts it off; absent where it cannot be. */
  snooze: ReactNode;
  onBack: () => void;
  onDetails: () => void;
}) {
  const t = useTranslations("conversations.actions");
  const snooze = useTranslations("conversations.snooze");
  const spam = useTranslations("conversations.spam");
  const format = useFormat();
  const { conversation, actions } = props;
  return (
    <header className="flex min-h-14 items-center gap-3 border-line border-b bg-surface px-4 py-2">
      <IconButton
        label={t("back")}
        shortcut="escape"
        icon={<ArrowLeft aria-hidden size={16} className="flip-rtl" />}
        onClick={props.onBack}
        className="-ms-2 @min-[52.5rem]/inbox:hidden"
      />
      <Avatar name={conversation.customer.name} size={32} className="max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold text-lg leading-6">
          <bdi>{conversation.customer.name}</bdi>
        </h2>
        <p className="flex min-w-0 items-center gap-1.5 overflow-hidden text-ink-muted text-sm leading-5">
          {conversation.isUrgent && conversation.status === "handed_off" && <Urgent />}
          <PriorityMark priority={conversation.priority} />
          <ClockMarks clocks={conversation.clocks} />
          {conversation.isSpam && <Badge tone="danger">{spam("badge")}</Badge>}
          {conversation.snoozedUntil && (
            <Badge tone="accent" icon={<AlarmClock aria-hidden size={12} />}>
              {snooze("until", { time: format.relative(conversation.snoozedUntil) })}
            </Badge>
          )}
          <span className="truncate">
            <Holder conversation={conversation} /> · <bdi dir="ltr">@{conversation.channel.username}</bdi>
          </span>
        </p>
      </div>
      {actions.length > 0 && (
        <>
          <div className="flex gap-1.5 @max-[30rem]/thread:hidden">
            {actions.map((action) => (
              <Action key={action.label} {...action} isMoving={props.isMoving} />
            ))}
          </div>
          <div className="@min-[30rem]/thread:hidden">
            <Menu
              trigger={
                <IconButton label={t("more")} icon={<Ellipsis aria-hidden size={16} />} variant="secondary" />
              }
            >
              {actions.map((action) => (
                <MenuItem
                  key={action.label}
                  icon={action.icon}
                  shortcut={action.shortcut}
                  onSelect={action.run}
                >
                  {action.label}
                </MenuItem>
              ))}
            </Menu>
          </div>
        </>
      )}
      {props.snooze}
      <IconButton
        label={t("details")}
        icon={<PanelRight aria-hidden size={16} className="flip-rtl" />}
        onClick={props.onDetails}
        className="-me-2 @min-[67.5rem]/inbox:hidden"
      />
    </header>
  );
}

/** The one that is asked for most keeps its word; the others do where there is room. */
function Action({
  label,
  icon,
  shortcut,
  run,
  isMain,
  isMoving,
}: ConversationAction & { isMoving: boolean }) {
  return (
    <>
      <Button
        icon={icon}
        onClick={run}
        disabled={isMoving}
        className={cn(!isMain && "@max-[44rem]/thread:hidden")}
      >
        {label}
      </Button>
      {!isMain && (
        <IconButton
          label={label}
          shortcut={shortcut}
          icon={icon}
          variant="secondary"
          onClick={run}
          disabled={isMoving}
          className="@min-[44rem]/thread:hidden"
        />
      )}
    </>
  );
}

/** An angry customer waits. */
function Urgent() {
  return <Badge tone="danger">{useTranslations("conversations")("urgent")}</Badge>;
}

/** Who answers: the agent, a member by name, nobody yet. */
function Holder({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("conversations.holder");
  const { member } = useWorkspace();
  const { status, assignee, isAgentOn } = conversation;
  if (status === "closed") return t("closed");
  if (status === "open") return t(isAgentOn ? "agent" : "agentOff");
  if (!assignee) return <span className="text-warn">{t("nobody")}</span>;
  return assignee.id === member.id ? t("you") : t("member", { name: assignee.name });
}
