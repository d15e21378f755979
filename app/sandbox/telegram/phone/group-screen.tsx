"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import Bot from "lucide-react/icons/bot";
import BotOff from "lucide-react/icons/bot-off";
import EllipsisVertical from "lucide-react/icons/ellipsis-vertical";
import LogOut from "lucide-react/icons/log-out";
import MoveUp from "lucide-react/icons/move-up";
import ShieldCheck from "lucide-react/icons/shield-check";
import UsersRound from "lucide-react/icons/users-round";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { TranscriptMessage } from "@/sandbox/telegram/transcript";
import { Composer } from "./composer";
import type { Control, Deed, GroupDetails, PhoneBot, PhoneUser } from "./control";
import { MessageList, MessageListSkeleton } from "./message-list";
import type { ChatView } from "./use-chat";

/** A group as one user sees it: who is in it, what is said, and what the bot's place there is. */
export function GroupScreen(props: {
  control: Control;
  groupId: number;
  bot: PhoneBot;
  user: PhoneUser;
  chat: ChatView;
  onBack: () => void;
  /** The group became another one. */
  onMoved: (id: number) => void;
}) {
  const { control, groupId, bot, user, chat } = props;
  const t = useTranslations("sandbox.groups");
  const failed = useTranslations("sandbox");
  const [group, setGroup] = useState<GroupDetails | null>(null);
  const [editing, setEditing] = useState<TranscriptMessage | null>(null);
  const [replying, setReplying] = useState<TranscriptMessage | null>(null);

  const readGroup = useCallback(() => {
    // A failed read keeps what is shown; the next change reads again.
    control.groups.get(groupId).then(setGroup, () => {});
  }, [control, groupId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed may have changed the members.
  useEffect(readGroup, [readGroup, chat.transcript]);

  const attempt = (deed: Promise<unknown>) => {
    const done = () => {
      chat.reload();
      readGroup();
    };
    deed.then(done).catch((error: unknown) => {
      toast.failed(failed("failed"), {
        detail: error instanceof Error ? error.message : failed("failedHint"),
      });
    });
  };
  const say = (deed: Deed) => {
    const answers = replying && !("callback" in deed) ? { replyTo: replying.id } : {};
    setReplying(null);
    attempt(control.groups.say(groupId, user.id, { ...deed, ...answers }));
  };
  const setMember = (who: { user?: number; bot?: string }, status: string) =>
    attempt(control.groups.setMember(groupId, { ...who, status }));

  const isIn = group?.members.some(({ id, isIn }) => id === user.id && isIn) ?? true;
  const messages = chat.transcript?.messages ?? [];
  return (
    <section aria-label={group?.title ?? t("title")} className="flex min-h-0 flex-1 flex-col bg-sunken">
      <header className="flex items-center gap-2 border-line border-b bg-surface py-1.5 ps-1 pe-1 lg:ps-3">
        <IconButton
          label={t("back")}
          icon={<ArrowLeft aria-hidden size={20} className="flip-rtl" />}
          className="lg:hidden"
          onClick={props.onBack}
        />
        <Avatar name={group?.title ?? ""} size={40} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-lg">
            <bdi>{group?.title}</bdi>
          </h2>
          <p role="status" className="truncate text-ink-muted text-sm">
            {group && t(`kinds.${group.type}`)} · {t("members", { count: group?.memberCount ?? 0 })}
          </p>
        </div>
        {group && (
          <GroupMenu
            group={group}
            bot={bot}
            isIn={isIn}
            onBot={(status) => setMember({ bot: bot.username }, status)}
            onLeave={() => setMember({ user: user.id }, "left")}
            onMigrate={() => attempt(control.groups.migrate(groupId).then(({ id }) => props.onMoved(id)))}
          />
        )}
      </header>
      {chat.transcript === null ? (
        <MessageListSkeleton />
      ) : (
        <MessageList
          messages={messages}
          isTyping={chat.isTyping}
          botName={bot.name}
          actions={{
            waitingFor: null,
            onEdit: setEditing,
            onReply: setReplying,
            onReact: (id, emoji) =>
              attempt(control.groups.react(groupId, user.id, id, emoji === null ? [] : [emoji])),
            onVote: (id, options) => attempt(control.groups.vote(groupId, user.id, id, options)),
            onRemove: (id) => attempt(control.groups.remove(groupId, user.id, id)),
            onTap: (messageId, data) => say({ callback: { messageId, data } }),
            isMine: ({ sender }) => sender?.id === user.id,
          }}
          empty={
            <EmptyState
              className="h-full justify-center"
              icon={<UsersRound aria-hidden size={20} />}
              title={t("quiet")}
            />
          }
        />
      )}
      {isIn ? (
        <Composer
          commands={bot.commands}
          editing={editing}
          replying={replying}
          onCancelReply={() => setReplying(null)}
          keyboard="none"
          onToggleKeyboard={() => {}}
          onSend={(text) => say({ text })}
          onEdit={(messageId, text) => {
            setEditing(null);
            attempt(control.groups.edit(groupId, user.id, messageId, text));
          }}
          onCancelEdit={() => setEditing(null)}
          onEditLast={() =>
            setEditing(messages.findLast(({ sender, text }) => sender?.id === user.id && text !== "") ?? null)
          }
          onDeed={say}
        />
      ) : (
        <div className="flex flex-col items-center gap-2 border-line border-t bg-surface p-4 text-center">
          <p className="text-ink-muted">{t.rich("outside", { name: () => <bdi>{user.first_name}</bdi> })}</p>
          <Button variant="primary" onClick={() => setMember({ user: user.id }, "member")}>
            {t("join")}
          </Button>
        </div>
      )}
    </section>
  );
}

function GroupMenu(props: {
  group: GroupDetails;
  bot: PhoneBot;
  isIn: boolean;
  onBot: (status: "member" | "administrator" | "kicked") => void;
  onLeave: () => void;
  onMigrate: () => void;
}) {
  const { group, bot, onBot } = props;
  const t = useTranslations("sandbox.groups");
  const place = group.members.find(({ username }) => username === bot.username);
  const hasBot = place?.isIn === true;
  return (
    <Menu
      trigger={
        <IconButton label={t("menu")} icon={<EllipsisVertical aria-hidden size={20} />} className="size-10" />
      }
    >
      {!hasBot && group.type !== "channel" && (
        <MenuItem icon={<Bot aria-hidden size={16} />} onSelect={() => onBot("member")}>
          {t("addBot", { bot: bot.name })}
        </MenuItem>
      )}
      {place?.status !== "administrator" && (
        <MenuItem icon={<ShieldCheck aria-hidden size={16} />} onSelect={() => onBot("administrator")}>
          {t("promoteBot", { bot: bot.name })}
        </MenuItem>
      )}
      {place?.status === "administrator" && group.type !== "channel" && (
        <MenuItem icon={<Bot aria-hidden size={16} />} onSelect={() => onBot("member")}>
          {t("demoteBot", { bot: bot.name })}
        </MenuItem>
      )}
      {hasBot && (
        <MenuItem danger icon={<BotOff aria-hidden size={16} />} onSelect={() => onBot("kicked")}>
          {t("removeBot", { bot: bot.name })}
        </MenuItem>
      )}
      <MenuSeparator />
      {group.type === "group" && (
        <MenuItem icon={<MoveUp aria-hidden size={16} />} onSelect={props.onMigrate}>
          {t("migrate")}
        </MenuItem>
      )}
      <MenuItem
        danger
        icon={<LogOut aria-hidden size={16} className="flip-rtl" />}
        onSelect={props.onLeave}
        disabled={!props.isIn}
      >
        {t("leave")}
      </MenuItem>
    </Menu>
  );
}
