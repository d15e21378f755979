"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { ChatScreen } from "../sandbox/telegram/phone/chat-screen";
import {
  type Control,
  createControl,
  type PhoneBot,
  type PhoneUser,
  readDemo,
} from "../sandbox/telegram/phone/control";
import { MessageListSkeleton } from "../sandbox/telegram/phone/message-list";
import { useChat } from "../sandbox/telegram/phone/use-chat";

type Opened = { control: Control; bot: PhoneBot; user: PhoneUser };

/** The chat of the demo's customer with the demo's bot, as on the whole phone. */
export function LiveChat(props: { onClosed: () => void; onFailed: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const fail = useEffectEvent(props.onFailed);
  useEffect(() => {
    openDemo().then(setOpened, () => fail());
  }, []);
  return opened ? <OpenChat {...opened} onBack={props.onClosed} /> : <MessageListSkeleton />;
}

function OpenChat({ control, bot, user, onBack }: Opened & { onBack: () => void }) {
  const chat = useChat(control, bot.username, user.id);
  return <ChatScreen {...{ control, bot, user, chat, onBack }} startPayload="" />;
}

/** @throws Error when this machine is not told, or the demo is still being made */
async function openDemo(): Promise<Opened> {
  const demo = await readDemo();
  if (!demo?.bot || !demo.user) throw new Error("There is no demo to talk to.");
  const control = createControl(demo.controlToken);
  const [bots, users] = await Promise.all([control.listBots(), control.findUsers(String(demo.user))]);
  const bot = bots.find(({ username }) => username === demo.bot);
  const user = users.find(({ id }) => id === demo.user);
  if (!bot || !user) throw new Error("There is no demo to talk to.");
  return { control, bot, user };
}
