"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import type { TryPhoneProps } from "@/components/start/reply-step";
import { ChatScreen } from "../../sandbox/telegram/phone/chat-screen";
import {
  type Control,
  createControl,
  type PhoneBot,
  type PhoneUser,
  readDemo,
} from "../../sandbox/telegram/phone/control";
import { MessageListSkeleton } from "../../sandbox/telegram/phone/message-list";
import { useChat } from "../../sandbox/telegram/phone/use-chat";

type Opened = { control: Control; bot: PhoneBot; user: PhoneUser };

/** A phone beside the first steps: a customer of this workspace's own writes to its bot, with a tap or in words. */
export function TryPhone(props: TryPhoneProps & { findCustomer: () => Promise<number | null> }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const fail = useEffectEvent(props.onFailed);
  const find = useEffectEvent(props.findCustomer);
  const { bot } = props;
  useEffect(() => {
    openPhone(bot, find).then(setOpened, () => fail());
  }, [bot]);
  return (
    <div className="flex h-[30rem] max-h-[75dvh] max-w-md flex-col overflow-hidden rounded-lg border border-line bg-sunken">
      {opened ? (
        <OpenPhone {...opened} questions={props.questions} onClosed={props.onClosed} />
      ) : (
        <MessageListSkeleton />
      )}
    </div>
  );
}

function OpenPhone(props: Opened & { questions: readonly string[]; onClosed: () => void }) {
  const t = useTranslations("start.steps.reply");
  const { control, bot, user, questions } = props;
  const chat = useChat(control, bot.username, user.id);
  const asked = new Set(chat.transcript?.messages.map(({ text }) => text));
  const left = questions.filter((question) => !asked.has(question));
  return (
    <>
      {left.length > 0 && (
        <div className="border-line border-b bg-surface p-3">
          <p className="mb-2 text-ink-muted text-sm">{t("send")}</p>
          <ul className="flex flex-wrap gap-1.5">
            {left.map((question) => (
              <li key={question}>
                <button
                  type="button"
                  onClick={() =>
                    void control.say(bot.username, user.id, { text: question }).then(chat.reload, () => {})
                  }
                  className="min-h-8 rounded-bubble border border-line-control bg-surface px-3 py-1 text-start text-accent-text transition-colors hover:bg-hover max-sm:min-h-11"
                >
                  <bdi>{question}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <ChatScreen {...{ control, bot, user, chat }} startPayload="" onBack={props.onClosed} />
    </>
  );
}

/** @throws Error when this machine is not told, or the bot has gone */
async function openPhone(username: string, findCustomer: () => Promise<number | null>): Promise<Opened> {
  const [demo, customer] = await Promise.all([readDemo(), findCustomer()]);
  if (!demo || customer === null) throw new Error("There is no phone to try with.");
  const control = createControl(demo.controlToken);
  const [bots, users] = await Promise.all([control.listBots(), control.findUsers(String(customer))]);
  const bot = bots.find((one) => one.username === username);
  const user = users.find(({ id }) => id === customer);
  if (!bot || !user) throw new Error("The bot or the customer is not at the local Telegram.");
  return { control, bot, user };
}
