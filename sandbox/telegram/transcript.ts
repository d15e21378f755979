import type { Message } from "@grammyjs/types";
import type { Keyboard } from "./records";
import type { BotState, ChatState } from "./state";

/** A button under a message; `row` counts from 0. */
export type TranscriptButton = { row: number; text: string; data?: string; url?: string; copy?: string };

/** A message as the control API and the phone page tell it. */
export type TranscriptMessage = {
  id: number;
  /** `in`: from the customer to the bot. */
  direction: "in" | "out";
  /** Text or caption; empty for a contact or a photo without one. */
  text: string;
  buttons: TranscriptButton[];
  /** Seconds since 1970, as in the Bot API. */
  date: number;
  editedAt?: number;
  entities?: { type: string; offset: number; length: number; url?: string }[];
  contact?: { phone: string; name: string; isOwn: boolean };
  photo?: { url: string; width: number; height: number };
  replyTo?: { id: number; text: string };
};

export type Transcript = { messages: TranscriptMessage[]; keyboard: Keyboard | null; isBlocked: boolean };

export type TranscriptRange = {
  /** Only messages after this one. */
  after?: number;
  /** Only so many, the newest. */
  last?: number;
};

/** The chat of one customer with one bot, oldest first. */
export function transcriptOf(
  bot: BotState,
  chat: ChatState | undefined,
  pathOf: (uniqueId: string) => string | undefined,
  { after = 0, last = Number.POSITIVE_INFINITY }: TranscriptRange = {},
): Transcript {
  if (!chat) return { messages: [], keyboard: null, isBlocked: false };
  const messages = [...chat.messages.values()]
    .filter((message) => message.message_id > after)
    .sort((left, right) => left.message_id - right.message_id);
  return {
    messages: messages
      .slice(Math.max(0, messages.length - last))
      .map((message) => entryOf(bot, message, pathOf)),
    keyboard: chat.keyboard,
    isBlocked: chat.isBlocked,
  };
}

function entryOf(
  bot: BotState,
  message: Message,
  pathOf: (uniqueId: string) => string | undefined,
): TranscriptMessage {
  const photo = message.photo?.at(-1);
  const path = photo && pathOf(photo.file_unique_id);
  const entities = message.entities ?? message.caption_entities;
  return {
    id: message.message_id,
    direction: message.from?.id === bot.id ? "out" : "in",
    text: message.text ?? message.caption ?? "",
    buttons: buttonsOf(message),
    date: message.date,
    ...(message.edit_date !== undefined && { editedAt: message.edit_date }),
    ...(entities && { entities: entities.map(entityOf) }),
    ...(message.contact && { contact: contactOf(message) }),
    ...(photo &&
      path && {
        photo: {
          url: `/sandbox/telegram/file/bot${bot.token}/${path}`,
          width: photo.width,
          height: photo.height,
        },
      }),
    ...(message.reply_to_message && { replyTo: replyOf(message.reply_to_message) }),
  };
}

function buttonsOf(message: Message): TranscriptButton[] {
  return (message.reply_markup?.inline_keyboard ?? []).flatMap((buttons, row) =>
    buttons.map((button) => ({
      row,
      text: button.text,
      ...("callback_data" in button && { data: button.callback_data }),
      ...("url" in button && { url: button.url }),
      ...("web_app" in button && { url: button.web_app.url }),
      ...("copy_text" in button && { copy: button.copy_text.text }),
    })),
  );
}

function entityOf(entity: NonNullable<Message["entities"]>[number]) {
  const { type, offset, length } = entity;
  return { type, offset, length, ...("url" in entity && { url: entity.url }) };
}

function contactOf(message: Message) {
  const contact = message.contact as NonNullable<Message["contact"]>;
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return { phone: contact.phone_number, name, isOwn: contact.user_id === message.from?.id };
}

function replyOf(message: Message) {
  return { id: message.message_id, text: message.text ?? message.caption ?? "" };
}
