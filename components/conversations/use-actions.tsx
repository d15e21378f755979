"use client";

import Check from "lucide-react/icons/check";
import Hand from "lucide-react/icons/hand";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import Undo2 from "lucide-react/icons/undo-2";
import { useTranslations } from "next-intl";
import { type ReactElement, useMemo } from "react";
import { type Command, useCommands } from "@/components/shell/commands";
import { useShortcut } from "@/components/shell/shortcuts";
import { useWorkspace } from "@/components/trpc";
import type { Conversation } from "@/server/conversations/schemas";
import type { useMoves } from "./use-moves";

type Move = "takeOver" | "release" | "close" | "reopen";

export type ConversationAction = {
  move: Move;
  label: string;
  icon: ReactElement;
  shortcut?: string;
  run: () => void;
  /** The one that is asked for most. */
  isMain?: boolean;
};

/** What can be done with the conversation now, offered in its header, by keys and in the command palette alike. */
export function useActions(
  conversation: Conversation,
  moves: ReturnType<typeof useMoves>,
  canAct: boolean,
): readonly ConversationAction[] {
  const t = useTranslations("conversations.actions");
  const keys = useTranslations("conversations.keys");
  const { member } = useWorkspace();
  const { status, assignee, newerConversationId } = conversation;
  const { takeOver, release, close, reopen } = moves;

  const actions = useMemo((): ConversationAction[] => {
    if (!canAct || newerConversationId) return [];
    if (status === "closed") {
      const icon = <RotateCcw aria-hidden size={16} />;
      return [{ move: "reopen", label: t("reopen"), icon, run: reopen, isMain: true }];
    }
    const offered: ConversationAction[] = [];
    if (assignee?.id !== member.id) {
      offered.push({
        move: "takeOver",
        label: t(assignee ? "takeOverFrom" : "takeOver"),
        icon: <Hand aria-hidden size={16} />,
        shortcut: "t",
        run: takeOver,
        isMain: true,
      });
    }
    if (status === "handed_off") {
      offered.push({
        move: "release",
        label: t("release"),
        icon: <Undo2 aria-hidden size={16} className="flip-rtl" />,
        shortcut: "a",
        run: release,
      });
    }
    offered.push({
      move: "close",
      label: t("close"),
      icon: <Check aria-hidden size={16} />,
      shortcut: "e",
      run: close,
    });
    return offered;
  }, [t, canAct, status, assignee, newerConversationId, member.id, takeOver, release, close, reopen]);

  const can = (move: Move) => !moves.isMoving && actions.some((action) => action.move === move);
  useShortcut("t", takeOver, { label: keys("takeOver"), enabled: can("takeOver") });
  useShortcut("a", release, { label: keys("release"), enabled: can("release") });
  useShortcut("e", close, { label: keys("close"), enabled: can("close") });
  useCommands(
    useMemo<Command[]>(
      () =>
        actions.map(({ move, label, icon, shortcut, run }) => ({
          id: `conversation:${move}`,
          label,
          icon,
          shortcut,
          run,
        })),
      [actions],
    ),
  );
  return actions;
}
