"use client";

import AlarmClock from "lucide-react/icons/alarm-clock";
import UserRound from "lucide-react/icons/user-round";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { type Command, useCommands } from "@/components/shell/commands";
import { useShortcut } from "@/components/shell/shortcuts";
import { useWorkspace } from "@/components/trpc";
import { IconButton } from "@/components/ui/icon-button";
import { useFormat } from "@/lib/format/use-format";
import type { Conversation, ConversationChange } from "@/server/conversations/schemas";
import { SnoozeMenu } from "./snooze-menu";
import { useChanges } from "./use-changes";

const priorities = ["urgent", "high", "normal", "low"] as const;

/** Puts the conversation off, by button, key or palette; the palette offers its other properties as well. */
export function ThreadSnooze({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("conversations");
  const keys = useTranslations("conversations.keys");
  const format = useFormat();
  const { member } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const { run } = useChanges();
  const { id, snoozedUntil } = conversation;
  const isClosed = conversation.status === "closed";
  useShortcut("s", () => setOpen(true), { label: keys("snooze"), enabled: !isClosed });
  useCommands(
    useMemo<Command[]>(() => {
      const change = (wanted: ConversationChange, said: string) => () =>
        void run([{ conversationId: id, change: wanted }], said);
      const ranks = priorities.map((priority) => ({
        id: `conversation:priority:${priority}`,
        label: t("priority.set", { name: t(`priority.${priority}`) }),
        run: change(
          { kind: "prioritise", priority },
          t("priority.done", { name: t(`priority.${priority}`) }),
        ),
      }));
      if (isClosed) return ranks;
      return [
        {
          id: "conversation:snooze",
          label: t("snooze.title"),
          icon: <AlarmClock aria-hidden size={16} />,
          shortcut: "s",
          run: () => setOpen(true),
        },
        {
          id: "conversation:assign-me",
          label: t("assign.toMe"),
          icon: <UserRound aria-hidden size={16} />,
          run: change(
            { kind: "assign", memberId: member.id },
            t("assign.done", { name: member.displayName }),
          ),
        },
        {
          id: "conversation:assign-nobody",
          label: t("assign.toNobody"),
          run: change({ kind: "assign", memberId: null }, t("assign.doneNobody")),
        },
        ...ranks,
      ];
    }, [id, isClosed, member, run, t]),
  );
  if (isClosed) return null;
  return (
    <SnoozeMenu
      trigger={
        <IconButton
          label={t("snooze.title")}
          shortcut="s"
          icon={<AlarmClock aria-hidden size={16} />}
          className="@max-[30rem]/thread:hidden"
        />
      }
      open={isOpen}
      onOpenChange={setOpen}
      snoozedUntil={snoozedUntil}
      onChoose={(until) =>
        void run(
          [{ conversationId: id, change: { kind: "snooze", until } }],
          until ? t("snooze.done", { time: format.relative(until) }) : t("snooze.woken"),
        )
      }
    />
  );
}
