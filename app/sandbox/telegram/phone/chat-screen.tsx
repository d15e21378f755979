"use client";

import Ban from "lucide-react/icons/ban";
import MessageCircle from "lucide-react/icons/message-circle";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { TranscriptMessage } from "@/sandbox/telegram/transcript";
import { ChatHeader } from "./chat-header";
import { Composer } from "./composer";
import { ContactDialog } from "./contact-dialog";
import type { Control, Deed, PhoneBot, PhoneUser } from "./control";
import { MessageList, MessageListSkeleton } from "./message-list";
import { ReplyKeyboard } from "./reply-keyboard";
import { StartDialog } from "./start-dialog";
import type { ChatView } from "./use-chat";

/** A tapped button stops spinning after this long, answered or not, as in Telegram's apps. */
const tapPatienceMs = 8000;

/** The chat of one customer with one bot, and everything that can be done in it. */
export function ChatScreen(props: {
  control: Control;
  bot: PhoneBot;
  user: PhoneUser;
  chat: ChatView;
  startPayload: string;
  onBack: () => void;
}) {
  const { control, bot, user, chat } = props;
  const t = useTranslations("sandbox.chat");
  const failed = useTranslations("sandbox");
  const [editing, setEditing] = useState<TranscriptMessage | null>(null);
  const [replying, setReplying] = useState<TranscriptMessage | null>(null);
  const [contact, setContact] = useState<"own" | "other" | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const [waitingFor, setWaitingFor] = useState<string | null>(null);
  /** The keyboard that was put away; a new one shows itself. */
  const [putAway, setPutAway] = useState("");

  const { transcript, answered } = chat;
  useEffect(() => {
    if (!answered) return;
    setWaitingFor(null);
    if (answered.text) toast.note(answered.text);
  }, [answered]);
  useEffect(() => {
    if (waitingFor === null) return;
    const timer = setTimeout(() => setWaitingFor(null), tapPatienceMs);
    return () => clearTimeout(timer);
  }, [waitingFor]);

  const attempt = (deed: Promise<unknown>) => {
    deed.then(chat.reload).catch((error: unknown) => {
      setWaitingFor(null);
      toast.failed(failed("failed"), {
        detail: error instanceof Error ? error.message : failed("failedHint"),
      });
    });
  };
  const say = (deed: Deed) => {
    const answers = replying && !("callback" in deed) ? { replyTo: replying.id } : {};
    if (!("callback" in deed)) setReplying(null);
    attempt(control.say(bot.username, user.id, { ...deed, ...answers }));
  };
  const start = (payload: string) => {
    setIsStarting(false);
    say({ text: payload ? `/start ${payload}` : "/start" });
  };

  const messages = transcript?.messages ?? [];
  const isBlocked = transcript?.isBlocked ?? false;
  const keyboard = transcript?.keyboard && "keyboard" in transcript.keyboard ? transcript.keyboard : null;
  const keyboardId = keyboard ? JSON.stringify(keyboard.keyboard) : "";
  const isKeyboardShown = keyboard !== null && putAway !== keyboardId;
  const usedKeyboard = () => keyboard?.one_time_keyboard && setPutAway(keyboardId);

  return (
    <section aria-label={t("label", { bot: bot.name })} className="flex min-h-0 flex-1 flex-col bg-sunken">
      <ChatHeader
        botName={bot.name}
        userName={nameOf(user)}
        isTyping={chat.isTyping}
        isOffline={chat.isOffline}
        isBlocked={isBlocked}
        onBack={props.onBack}
        onBlock={(blocked) => attempt(control.block(bot.username, user.id, blocked))}
        onStartWith={() => setIsStarting(true)}
      />
      {transcript === null ? (
        <MessageListSkeleton />
      ) : (
        <MessageList
          messages={messages}
          isTyping={chat.isTyping}
          botName={bot.name}
          actions={{
            waitingFor,
            onEdit: setEditing,
            onReply: setReplying,
            onReact: (messageId, emoji) =>
              attempt(control.react(bot.username, user.id, messageId, emoji === null ? [] : [emoji])),
            onVote: (messageId, options) => attempt(control.vote(bot.username, user.id, messageId, options)),
            onRemove: (messageId) => attempt(control.remove(bot.username, user.id, messageId)),
            isMine: ({ direction }) => direction === "in",
            onTap: (messageId, data) => {
              setWaitingFor(`${messageId} ${data}`);
              say({ callback: { messageId, data } });
            },
          }}
          empty={
            <EmptyState
              className="h-full justify-center"
              icon={<MessageCircle aria-hidden size={20} />}
              title={t("empty")}
              hint={bot.about || undefined}
              action={
                <Button variant="primary" size="lg" onClick={() => start(props.startPayload)}>
                  {t("start")}
                </Button>
              }
            />
          }
        />
      )}
      {isBlocked ? (
        <div className="flex flex-col items-center gap-2 border-line border-t bg-surface p-4 text-center">
          <p className="text-ink-muted">{t("blocked")}</p>
          <Button
            icon={<Ban aria-hidden size={16} />}
            onClick={() => attempt(control.block(bot.username, user.id, false))}
          >
            {t("unblock")}
          </Button>
        </div>
      ) : (
        <>
          <Composer
            commands={bot.commands}
            placeholder={transcript?.keyboard?.input_field_placeholder}
            editing={editing}
            replying={replying}
            onCancelReply={() => setReplying(null)}
            keyboard={keyboard ? (isKeyboardShown ? "shown" : "hidden") : "none"}
            onToggleKeyboard={() => setPutAway(isKeyboardShown ? keyboardId : "")}
            onSend={(text) => say({ text })}
            onEdit={(messageId, text) => {
              setEditing(null);
              attempt(control.edit(bot.username, user.id, messageId, text));
            }}
            onCancelEdit={() => setEditing(null)}
            onEditLast={() => setEditing(messages.findLast(isOwnText) ?? null)}
            onDeed={say}
            onContact={(own) => setContact(own ? "own" : "other")}
          />
          {keyboard && isKeyboardShown && (
            <ReplyKeyboard
              keyboard={keyboard}
              onText={(text) => {
                usedKeyboard();
                say({ text });
              }}
              onContact={() => setContact("own")}
              onManagedBot={(suggested) =>
                attempt(control.createManagedBot({ bot: bot.username, from: user.id, ...suggested }))
              }
            />
          )}
        </>
      )}
      <ContactDialog
        kind={contact}
        name={user.first_name}
        phone={user.phone ?? ""}
        onClose={() => setContact(null)}
        onShare={(shared) => {
          setContact(null);
          usedKeyboard();
          say({ contact: shared });
        }}
      />
      <StartDialog
        open={isStarting}
        payload={props.startPayload}
        onClose={() => setIsStarting(false)}
        onStart={start}
      />
    </section>
  );
}

/** A user's whole name. */
export function nameOf(user: PhoneUser): string {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

function isOwnText(message: TranscriptMessage): boolean {
  return message.direction === "in" && message.text !== "" && !message.photo && !message.file;
}
