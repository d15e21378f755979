"use client";

import { useQuery } from "@tanstack/react-query";
import AlarmClock from "lucide-react/icons/alarm-clock";
import Check from "lucide-react/icons/check";
import OctagonAlert from "lucide-react/icons/octagon-alert";
import Tag from "lucide-react/icons/tag";
import UserRound from "lucide-react/icons/user-round";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MacroMenu } from "@/components/macros/macro-menu";
import { useShortcut } from "@/components/shell/shortcuts";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { answeringRoles } from "@/server/conversations/rules";
import type { ConversationChange, ConversationItem } from "@/server/conversations/schemas";
import { SnoozeMenu } from "./snooze-menu";
import { TagMenu } from "./tag-menu";
import { useChanges } from "./use-changes";

/** What can be done to all that is selected, each with the way back. */
export function BulkBar(props: {
  selected: readonly ConversationItem[];
  onSelectAll: () => void;
  onClear: () => void;
}) {
  const t = useTranslations("conversations");
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  const { run, isChanging } = useChanges();
  const [isSnoozing, setSnoozing] = useState(false);
  const { selected, onClear } = props;
  const count = selected.length;
  useShortcut("escape", onClear, { label: t("bulk.clear") });

  /** Tags stay open for the next one; everything else ends the selection. */
  function apply(toChange: (item: ConversationItem) => ConversationChange, said: string, keeps = false) {
    const changes = selected.map((item) => ({ conversationId: item.id, change: toChange(item) }));
    void run(changes, said).then((outcome) => outcome && !keeps && onClear());
  }
  const assignTo = (memberId: string | null) =>
    apply(() => ({ kind: "assign", memberId }), t("bulk.assigned", { count }));
  const answerers = (members.data ?? []).filter(
    ({ role, id }) => answeringRoles.includes(role) && id !== member.id,
  );
  const tagged = new Set(
    (selected[0]?.tagIds ?? []).filter((id) => selected.every(({ tagIds }) => tagIds.includes(id))),
  );
  return (
    <div
      role="toolbar"
      aria-label={t("bulk.label")}
      className="flex min-h-12 items-center gap-1 border-line border-b bg-accent-soft px-3"
    >
      <button
        type="button"
        onClick={props.onSelectAll}
        className="min-w-0 flex-1 truncate rounded-md text-start font-medium text-accent-text text-sm"
        title={t("bulk.all")}
      >
        {t("bulk.count", { count })}
      </button>
      <Menu
        trigger={
          <IconButton
            label={t("assign.label")}
            icon={<UserRound aria-hidden size={16} />}
            disabled={isChanging}
          />
        }
      >
        <MenuItem onSelect={() => assignTo(member.id)}>{t("assign.me")}</MenuItem>
        <MenuItem onSelect={() => assignTo(null)}>{t("assign.nobody")}</MenuItem>
        {answerers.map(({ id, displayName }) => (
          <MenuItem key={id} onSelect={() => assignTo(id)}>
            <bdi>{displayName}</bdi>
          </MenuItem>
        ))}
      </Menu>
      <SnoozeMenu
        trigger={
          <IconButton
            label={t("snooze.title")}
            icon={<AlarmClock aria-hidden size={16} />}
            disabled={isChanging}
          />
        }
        open={isSnoozing}
        onOpenChange={setSnoozing}
        snoozedUntil={null}
        onChoose={(until) => apply(() => ({ kind: "snooze", until }), t("bulk.snoozed", { count }))}
      />
      <TagMenu
        trigger={<IconButton label={t("tags.add")} icon={<Tag aria-hidden size={16} />} />}
        chosen={tagged}
        onToggle={(tagId, isOn) =>
          apply(
            () => ({ kind: "tag", tagId, isOn }),
            t(isOn ? "bulk.tagged" : "bulk.untagged", { count }),
            true,
          )
        }
      />
      <MacroMenu targets={selected} onDone={onClear} />
      <IconButton
        label={t("spam.mark")}
        icon={<OctagonAlert aria-hidden size={16} />}
        disabled={isChanging}
        onClick={() => apply(() => ({ kind: "spam", isSpam: true }), t("bulk.spam", { count }))}
      />
      <IconButton
        label={t("actions.close")}
        icon={<Check aria-hidden size={16} />}
        disabled={isChanging}
        onClick={() =>
          apply(({ lastSeq }) => ({ kind: "close", lastSeenSeq: lastSeq }), t("bulk.closed", { count }))
        }
      />
      <IconButton
        label={t("bulk.clear")}
        shortcut="escape"
        icon={<X aria-hidden size={16} />}
        onClick={onClear}
      />
    </div>
  );
}
