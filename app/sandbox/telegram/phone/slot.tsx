"use client";

import { useEffect, useState } from "react";
import type { Call } from "@/sandbox/telegram/records";
import { ChatScreen } from "./chat-screen";
import type { Control, PhoneBot, PhoneUser } from "./control";
import { Frame } from "./frame";
import { GroupScreen } from "./group-screen";
import { MessageListSkeleton } from "./message-list";
import { useChat, useGroupChat } from "./use-chat";

type SlotProps = {
  control: Control;
  bot: PhoneBot;
  users: readonly PhoneUser[];
  held: { user: number; group: number | null };
  isSecond: boolean;
  isActive: boolean;
  startPayload: string;
  onActive: () => void;
  onBack: () => void;
  /** The group became another one. */
  onMoved: (group: number) => void;
  /** Hears what the bot asked for in what is shown here. */
  onCalls: ((calls: readonly Call[]) => void) | undefined;
};

/** One phone, with whatever is open on it. */
export function Slot(props: SlotProps) {
  const { control, users, held } = props;
  const user = useUser(control, users, held.user);
  return (
    <Frame isSecond={props.isSecond} isActive={props.isActive} onActive={props.onActive}>
      {!user ? (
        <MessageListSkeleton />
      ) : held.group === null ? (
        <OpenChat {...props} user={user} />
      ) : (
        <OpenGroup {...props} user={user} group={held.group} />
      )}
    </Frame>
  );
}

function OpenChat(props: SlotProps & { user: PhoneUser }) {
  const { control, bot, user, onCalls } = props;
  const chat = useChat(control, bot.username, user.id);
  useEffect(() => onCalls?.(chat.calls), [onCalls, chat.calls]);
  return (
    <ChatScreen
      key={`${bot.username} ${user.id}`}
      {...{ control, bot, user, chat }}
      startPayload={props.startPayload}
      onBack={props.onBack}
    />
  );
}

function OpenGroup(props: SlotProps & { user: PhoneUser; group: number }) {
  const { control, bot, user, group, onCalls } = props;
  const chat = useGroupChat(control, bot.username, { group, user: user.id });
  useEffect(() => onCalls?.(chat.calls), [onCalls, chat.calls]);
  return (
    <GroupScreen
      key={`${group} ${user.id}`}
      {...{ control, bot, user, chat }}
      groupId={group}
      onBack={props.onBack}
      onMoved={props.onMoved}
    />
  );
}

/** The user behind the id; looked up where a search has narrowed the list. */
function useUser(control: Control, users: readonly PhoneUser[], id: number): PhoneUser | null {
  const [found, setFound] = useState<PhoneUser | null>(null);
  const listed = users.find((user) => user.id === id);
  useEffect(() => {
    if (listed) setFound(listed);
    else {
      control.findUsers(String(id)).then(
        (more) => setFound((before) => more.find((user) => user.id === id) ?? before),
        // The list is read again every few seconds.
        () => {},
      );
    }
  }, [control, listed, id]);
  return found?.id === id ? found : (listed ?? null);
}
