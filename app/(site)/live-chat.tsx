"use client";

import { useLocale, useMessages } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import type { PanelMessages } from "@/lib/i18n/domains";
import { MessagesProvider } from "@/lib/i18n/messages-provider";
import { type MessageTree, withFallback } from "@/lib/i18n/with-fallback";
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

type Opened = { control: Control; bot: PhoneBot; user: PhoneUser; texts: MessageTree };

/** The chat of the demo's customer with one of the demo's bots, as on the whole phone. */
export function LiveChat(props: { bot: string; onClosed: () => void; onFailed: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const fail = useEffectEvent(props.onFailed);
  const { bot } = props;
  const locale = useLocale();
  useEffect(() => {
    openDemo(bot, locale).then(setOpened, () => fail());
  }, [bot, locale]);
  return opened ? (
    <PhoneTexts texts={opened.texts}>
      <OpenChat {...opened} onBack={props.onClosed} />
    </PhoneTexts>
  ) : (
    <MessageListSkeleton />
  );
}

/** The phone's own texts come with the phone: the page around it does without them. */
function PhoneTexts({ texts, children }: { texts: MessageTree; children: ReactNode }) {
  const around = useMessages();
  return (
    <MessagesProvider
      locale={useLocale()}
      messages={{ ...around, sandbox: texts } as unknown as PanelMessages}
    >
      {children}
    </MessagesProvider>
  );
}

async function loadPhoneTexts(locale: string): Promise<MessageTree> {
  const read = async (one: string) =>
    ((await import(`../../messages/${one}/sandbox.json`)) as { default: MessageTree }).default;
  const [own, english] = await Promise.all([read(locale), read("en")]);
  return withFallback(own, english);
}

function OpenChat({ control, bot, user, onBack }: Omit<Opened, "texts"> & { onBack: () => void }) {
  const chat = useChat(control, bot.username, user.id);
  return <ChatScreen {...{ control, bot, user, chat, onBack }} startPayload="" />;
}

/** @throws Error when this machine is not told, or the demo is still being made */
async function openDemo(username: string, locale: string): Promise<Opened> {
  const demo = await readDemo();
  if (!demo?.user) throw new Error("There is no demo to talk to.");
  const control = createControl(demo.controlToken);
  const [bots, users, texts] = await Promise.all([
    control.listBots(),
    control.findUsers(String(demo.user)),
    loadPhoneTexts(locale),
  ]);
  const bot = bots.find((one) => one.username === username);
  const user = users.find(({ id }) => id === demo.user);
  if (!bot || !user) throw new Error("There is no demo to talk to.");
  return { control, bot, user, texts };
}
