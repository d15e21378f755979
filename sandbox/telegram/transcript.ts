import type { Message, MessageOrigin } from "@grammyjs/types";
import type { GroupState } from "./groups/group-state";
import { type ServiceName, serviceOf } from "./groups/visibility";
import type { MediaKind } from "./media/kinds";
import { fileOf } from "./media/media-fields";
import type { Keyboard, StoredFile } from "./records";
import type { BotState, ChatState, TelegramState } from "./state";

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
  /** In groups: who says it; a channel speaks itself. */
  sender?: { id: number; name: string; isBot: boolean };
  /** In groups: what happened, where nobody said anything; `text` has the name or title it is about. */
  service?: ServiceName;
  threadId?: number;
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

/** How the messages of a chat are looked at. */
type View = {
  files: Files;
  /** Of the bot under whose name files are fetched; null: there is none. */
  token: string | null;
  reactions: ChatState["reactions"];
  isOut(message: Message): boolean;
  isMine(by: number): boolean;
};

/** A group as a member sees it, oldest first; `viewer` is whose reactions are their own. */
export function groupTranscriptOf(
  state: TelegramState,
  group: GroupState,
  viewer: number,
  { after = 0, last = Number.POSITIVE_INFINITY }: TranscriptRange = {},
): TranscriptMessage[] {
  const isBot = (id: number | undefined) => id !== undefined && state.bots.has(id);
  const someBot = [...group.members.keys()].find(isBot) ?? state.bots.keys().next().value;
  const view: View = {
    ...{ files: state.files, reactions: group.reactions },
    token: state.bots.get(someBot ?? 0)?.token ?? null,
    isOut: (message) => isBot(message.from?.id),
    isMine: (by) => by === viewer,
  };
  const messages = messagesOf(group, after);
  return messages.slice(Math.max(0, messages.length - last)).map((message) => ({
    ...entryOf(view, message),
    ...senderOf(message),
    ...(message.message_thread_id !== undefined && { threadId: message.message_thread_id }),
  }));
}

function messagesOf(chat: { messages: ReadonlyMap<number, Message> }, after: number): Message[] {
  return [...chat.messages.values()]
    .filter((message) => message.message_id > after)
    .sort((left, right) => left.message_id - right.message_id);
}

function senderOf({ from, sender_chat }: Message): Pick<TranscriptMessage, "sender"> {
  if (from) return { sender: { id: from.id, name: nameOf(from), isBot: from.is_bot } };
  if (sender_chat) return { sender: { id: sender_chat.id, name: sender_chat.title ?? "", isBot: false } };
  return {};
}

function serviceEntry(message: Message): Pick<TranscriptMessage, "service"> & { text?: string } {
  const service = serviceOf(message);
  if (!service) return {};
  const { new_chat_members, left_chat_member, new_chat_title, pinned_message } = message;
  const { forum_topic_created, forum_topic_edited, managed_bot_created } = message;
  const text =
    new_chat_members?.map(nameOf).join(", ") ??
    (left_chat_member && nameOf(left_chat_member)) ??
    new_chat_title ??
    (pinned_message && "text" in pinned_message ? pinned_message.text : undefined) ??
    forum_topic_created?.name ??
    forum_topic_edited?.name ??
    (managed_bot_created && `@${managed_bot_created.bot.username}`) ??
    "";
  return { service, text };
}

function nameOf({ first_name, last_name }: { first_name: string; last_name?: string }): string {
  return last_name === undefined ? first_name : `${first_name} ${last_name}`;
}

/** The chat of one customer with one bot, oldest first. */
export function transcriptOf(
  bot: BotState,
  chat: ChatState | undefined,
  files: Files,
  { after = 0, last = Number.POSITIVE_INFINITY }: TranscriptRange = {},
): Transcript {
  if (!chat) return { messages: [], keyboard: null, isBlocked: false };
  const messages = messagesOf(chat, after);
  const view: View = {
    ...{ files, token: bot.token, reactions: chat.reactions },
    isOut: (message) => message.from?.id === bot.id,
    isMine: (by) => by !== bot.id,
  };
  return {
    messages: messages.slice(Math.max(0, messages.length - last)).map((message) => entryOf(view, message)),
    keyboard: chat.keyboard,
    isBlocked: chat.isBlocked,
  };
}

function entryOf(view: View, message: Message): TranscriptMessage {
  const { files } = view;
  const photo = message.photo?.at(-1);
  const stored = photo && files.get(photo.file_unique_id);
  const entities = message.entities ?? message.caption_entities;
  return {
    id: message.message_id,
    direction: view.isOut(message) ? "out" : "in",
    text: message.text ?? message.caption ?? "",
    ...serviceEntry(message),
    buttons: buttonsOf(message),
    date: message.date,
    ...(message.edit_date !== undefined && { editedAt: message.edit_date }),
    ...(entities && { entities: entities.map(entityOf) }),
    ...(message.contact && { contact: contactOf(message) }),
    ...(stored && photoEntry(view, stored)),
    ...extrasOf(view, message),
    ...(message.reply_to_message && { replyTo: replyOf(message, message.reply_to_message) }),
    ...reactionsOf(view, message.message_id),
  };
}

/** What only few messages have. */
function extrasOf(view: View, message: Message): Partial<TranscriptMessage> {
  const { photo, location, venue, poll, dice, story, forward_origin, media_group_id } = message;
  const file = photo ? null : fileOf(message);
  const stored = file && view.files.get(file.uniqueId);
  return {
    ...(stored && { file: fileEntry(view, stored) }),
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

function fileEntry(view: View, file: StoredFile): TranscriptFile {
  const { fileName, mimeType, durationS, emoji } = file.details ?? {};
  return {
    kind: file.kind as TranscriptFile["kind"],
    url: urlOf(view, file),
    ...(fileName !== undefined && { name: fileName }),
    ...(mimeType !== undefined && { mimeType }),
    size: file.size,
    ...(durationS !== undefined && { durationS }),
    ...(file.width > 0 && { width: file.width, height: file.height }),
    ...(emoji !== undefined && { emoji }),
  };
}

function photoEntry(view: View, file: StoredFile): Pick<TranscriptMessage, "photo"> {
  const url = urlOf(view, file);
  return url === null ? {} : { photo: { url, width: file.width, height: file.height } };
}

function urlOf({ token }: View, file: StoredFile): string | null {
  if (file.content === "none" || token === null) return null;
  return `/sandbox/telegram/file/bot${token}/${file.path}`;
}

function originName(origin: MessageOrigin): string {
  switch (origin.type) {
    case "user":
      return nameOf(origin.sender_user);
    case "hidden_user":
      return origin.sender_user_name;
    case "chat":
      return ("title" in origin.sender_chat && origin.sender_chat.title) || "";
    case "channel":
      return origin.chat.title;
  }
}

function reactionsOf(view: View, messageId: number): Pick<TranscriptMessage, "reactions"> {
  const all = view.reactions.get(messageId);
  if (!all) return {};
  const counted = new Map<string, { emoji: string; count: number; isMine: boolean }>();
  for (const [by, reactions] of all) {
    for (const reaction of reactions) {
      const emoji = reaction.type === "emoji" ? reaction.emoji : "⭐";
      const entry = counted.get(emoji) ?? { emoji, count: 0, isMine: false };
      counted.set(emoji, { emoji, count: entry.count + 1, isMine: entry.isMine || view.isMine(by) });
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
