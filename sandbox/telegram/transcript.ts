import type { Message, MessageOrigin } from "@grammyjs/types";
import type { MediaKind } from "./media/kinds";
import { fileOf } from "./media/media-fields";
import type { Keyboard, StoredFile } from "./records";
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
  /** Any file but a photo. */
  file?: TranscriptFile;
  location?: { latitude: number; longitude: number; title?: string; address?: string };
  poll?: { question: string; options: { text: string; votes: number }[]; isClosed: boolean };
  dice?: { emoji: string; value: number };
  /** The channel or person whose story was forwarded. */
  story?: string;
  replyTo?: { id: number; text: string; quote?: string };
  /** Whose message it was before it was forwarded. */
  forwardedFrom?: string;
  /** The same for the parts of one album. */
  albumId?: string;
  reactions?: { emoji: string; count: number; isMine: boolean }[];
};

export type TranscriptFile = {
  kind: Exclude<MediaKind, "photo">;
  /** null for a file that was only announced. */
  url: string | null;
  name?: string;
  mimeType?: string;
  /** In bytes. */
  size: number;
  durationS?: number;
  width?: number;
  height?: number;
  /** Of a sticker. */
  emoji?: string;
};

export type Transcript = { messages: TranscriptMessage[]; keyboard: Keyboard | null; isBlocked: boolean };

export type TranscriptRange = {
  /** Only messages after this one. */
  after?: number;
  /** Only so many, the newest. */
  last?: number;
};

type Files = ReadonlyMap<string, StoredFile>;

/** The chat of one customer with one bot, oldest first. */
export function transcriptOf(
  bot: BotState,
  chat: ChatState | undefined,
  files: Files,
  { after = 0, last = Number.POSITIVE_INFINITY }: TranscriptRange = {},
): Transcript {
  if (!chat) return { messages: [], keyboard: null, isBlocked: false };
  const messages = [...chat.messages.values()]
    .filter((message) => message.message_id > after)
    .sort((left, right) => left.message_id - right.message_id);
  return {
    messages: messages
      .slice(Math.max(0, messages.length - last))
      .map((message) => entryOf(bot, chat, message, files)),
    keyboard: chat.keyboard,
    isBlocked: chat.isBlocked,
  };
}

function entryOf(bot: BotState, chat: ChatState, message: Message, files: Files): TranscriptMessage {
  const photo = message.photo?.at(-1);
  const stored = photo && files.get(photo.file_unique_id);
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
    ...(stored && { photo: { url: urlOf(bot, stored), width: stored.width, height: stored.height } }),
    ...extrasOf(bot, message, files),
    ...(message.reply_to_message && { replyTo: replyOf(message, message.reply_to_message) }),
    ...reactionsOf(bot, chat, message.message_id),
  };
}

/** What only few messages have. */
function extrasOf(bot: BotState, message: Message, files: Files): Partial<TranscriptMessage> {
  const { photo, location, venue, poll, dice, story, forward_origin, media_group_id } = message;
  const file = photo ? null : fileOf(message);
  const stored = file && files.get(file.uniqueId);
  return {
    ...(stored && { file: fileEntry(bot, stored) }),
    ...(location && {
      location: { latitude: location.latitude, longitude: location.longitude, ...titleOf(venue) },
    }),
    ...(poll && {
      poll: {
        question: poll.question,
        options: poll.options.map(({ text, voter_count }) => ({ text, votes: voter_count })),
        isClosed: poll.is_closed,
      },
    }),
    ...(dice && { dice }),
    ...(story && { story: "title" in story.chat ? (story.chat.title ?? "") : (story.chat.first_name ?? "") }),
    ...(forward_origin && { forwardedFrom: originName(forward_origin) }),
    ...(media_group_id !== undefined && { albumId: media_group_id }),
  };
}

function titleOf(venue: Message["venue"]): { title?: string; address?: string } {
  return venue ? { title: venue.title, address: venue.address } : {};
}

function fileEntry(bot: BotState, file: StoredFile): TranscriptFile {
  const { fileName, mimeType, durationS, emoji } = file.details ?? {};
  return {
    kind: file.kind as TranscriptFile["kind"],
    url: file.content === "none" ? null : urlOf(bot, file),
    ...(fileName !== undefined && { name: fileName }),
    ...(mimeType !== undefined && { mimeType }),
    size: file.size,
    ...(durationS !== undefined && { durationS }),
    ...(file.width > 0 && { width: file.width, height: file.height }),
    ...(emoji !== undefined && { emoji }),
  };
}

function urlOf(bot: BotState, file: StoredFile): string {
  return `/sandbox/telegram/file/bot${bot.token}/${file.path}`;
}

function originName(origin: MessageOrigin): string {
  switch (origin.type) {
    case "user":
      return [origin.sender_user.first_name, origin.sender_user.last_name].filter(Boolean).join(" ");
    case "hidden_user":
      return origin.sender_user_name;
    case "chat":
      return ("title" in origin.sender_chat && origin.sender_chat.title) || "";
    case "channel":
      return origin.chat.title;
  }
}

function reactionsOf(
  bot: BotState,
  chat: ChatState,
  messageId: number,
): Pick<TranscriptMessage, "reactions"> {
  const all = chat.reactions.get(messageId);
  if (!all) return {};
  const counted = new Map<string, { emoji: string; count: number; isMine: boolean }>();
  for (const [by, reactions] of all) {
    for (const reaction of reactions) {
      const emoji = reaction.type === "emoji" ? reaction.emoji : "⭐";
      const entry = counted.get(emoji) ?? { emoji, count: 0, isMine: false };
      counted.set(emoji, { emoji, count: entry.count + 1, isMine: entry.isMine || by !== bot.id });
    }
  }
  return { reactions: [...counted.values()] };
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

function replyOf(message: Message, target: Message) {
  const text = target.text ?? target.caption ?? "";
  return { id: target.message_id, text, ...(message.quote && { quote: message.quote.text }) };
}
