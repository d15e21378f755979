import { storableText } from "@/lib/text/storable";
import { convertGroupUpdate } from "@/server/groups";
import type { ConvertedUpdate, TelegramSender } from "./intake-row";

/**
 * Reads one Bot API update. Unknown fields and kinds pass through: what we do not understand is stored as it came
 * and, in a private chat, shown as a message that says what it is. Only a shape that contradicts the Bot API is
 * rejected (https://core.telegram.org/bots/api#update).
 */
export function convertTelegramUpdate(update: Json, now: Date): ConvertedUpdate {
  const group = convertGroupUpdate(update, now, (message) => readContent(message, nobody));
  if (group) return { effect: "group", ...group };
  if (isObject(update.message)) return convertMessage(update.message, now);
  if (isObject(update.edited_message)) return convertEdit(update.edited_message, now);
  if (isObject(update.callback_query)) return convertCallback(update.callback_query, now);
  if (isObject(update.my_chat_member)) return convertMembership(update.my_chat_member);
  const [kind] = Object.keys(update).filter((key) => key !== "update_id");
  if (kind === undefined || !isObject(update[kind])) return { effect: "rejected", reason: "no_content" };
  return { effect: "ignored" };
}

/** In a group no contact is the sender's own as far as we are concerned. */
const nobody: TelegramSender = { id: "", displayName: "", languageCode: null };

export type Json = { [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function convertMessage(message: Json, now: Date): ConvertedUpdate {
  const place = readPlace(message);
  if ("effect" in place) return place;
  const { chatId, user } = place;
  const { kind, text, payload } = readContent(message, user);
  return {
    effect: "message",
    chatId,
    user,
    kind,
    text,
    payload,
    providerMessageId: idText(message.message_id),
    sentAt: instantOf(message.date, now),
  };
}

function convertEdit(message: Json, now: Date): ConvertedUpdate {
  const place = readPlace(message);
  if ("effect" in place) return place;
  const providerMessageId = idText(message.message_id);
  if (!providerMessageId) return { effect: "rejected", reason: "no_message_id" };
  const text = plain(message.text ?? message.caption);
  return {
    effect: "edit",
    chatId: place.chatId,
    text,
    providerMessageId,
    sentAt: instantOf(message.edit_date, now),
  };
}

function convertCallback(query: Json, now: Date): ConvertedUpdate {
  const message = isObject(query.message) ? query.message : null;
  const user = readSender(query.from);
  const callbackId = plain(query.id);
  if (!user || !callbackId) return { effect: "rejected", reason: "no_sender" };
  if (!message || !isObject(message.chat) || message.chat.type !== "private") return { effect: "ignored" };
  const chatId = idText(message.chat.id);
  if (!chatId) return { effect: "rejected", reason: "no_chat" };
  const data = plain(query.data);
  return {
    effect: "message",
    chatId,
    user,
    kind: "callback",
    text: labelOf(message, data) ?? data,
    payload: {
      callback: { id: callbackId, data, providerMessageId: idText(message.message_id) ?? undefined },
    },
    // Belongs to the tap, not to a message of the chat.
    providerMessageId: null,
    sentAt: now,
  };
}

function convertMembership(change: Json): ConvertedUpdate {
  const place = readPlace(change);
  if ("effect" in place) return place;
  const status = isObject(change.new_chat_member) ? change.new_chat_member.status : null;
  if (status === "kicked") return { effect: "unreachable", ...place };
  if (status === "member") return { effect: "reachable", ...place };
  return { effect: "ignored" };
}

/** Where and by whom, or why it is not a customer's message. */
function readPlace(message: Json): { chatId: string; user: TelegramSender } | ConvertedUpdate {
  if (!isObject(message.chat)) return { effect: "rejected", reason: "no_chat" };
  if (message.chat.type !== "private") return { effect: "ignored" };
  const chatId = idText(message.chat.id);
  const user = readSender(message.from);
  if (!chatId) return { effect: "rejected", reason: "no_chat" };
  if (!user) return { effect: "rejected", reason: "no_sender" };
  if (isObject(message.from) && message.from.is_bot === true) return { effect: "ignored" };
  return { chatId, user };
}

function readSender(from: unknown): TelegramSender | null {
  if (!isObject(from)) return null;
  const id = idText(from.id);
  if (!id) return null;
  const displayName = cut([plain(from.first_name), plain(from.last_name)].filter(Boolean).join(" "), 200);
  return {
    id,
    displayName: displayName || plain(from.username) || id,
    languageCode: cut(plain(from.language_code), 16) || null,
  };
}

type Content = Pick<Extract<ConvertedUpdate, { effect: "message" }>, "kind" | "text" | "payload">;

function readContent(message: Json, user: TelegramSender): Content {
  if (typeof message.text === "string") return readText(plain(message.text));
  if (isObject(message.contact)) {
    const phone = plain(message.contact.phone_number);
    const isOwn = idText(message.contact.user_id) === user.id;
    return { kind: "contact", text: "", payload: { contact: { phone, isOwn } } };
  }
  const photo = Array.isArray(message.photo) ? message.photo.filter(isObject).at(-1) : undefined;
  const fileId = plain(photo?.file_id);
  if (photo && fileId) {
    return {
      kind: "photo",
      text: plain(message.caption),
      payload: {
        photo: {
          fileId,
          fileUniqueId: plain(photo.file_unique_id),
          width: countOf(photo.width) ?? 0,
          height: countOf(photo.height) ?? 0,
          sizeBytes: countOf(photo.file_size),
        },
      },
    };
  }
  return {
    kind: "unsupported",
    text: plain(message.caption),
    payload: { unsupportedKind: nameContent(message) },
  };
}

function readText(text: string): Content {
  const command = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]+))?$/i.exec(text);
  if (!command?.[1]) return { kind: "text", text, payload: {} };
  const argument = command[2]?.trim();
  return {
    kind: "command",
    text,
    payload: { command: { name: command[1].toLowerCase(), ...(argument ? { argument } : {}) } },
  };
}

/** Fields that every message may have; what is left names its content. */
const envelope = new Set([
  "message_id",
  "message_thread_id",
  "from",
  "sender_chat",
  "sender_boost_count",
  "date",
  "chat",
  "forward_origin",
  "is_topic_message",
  "is_automatic_forward",
  "reply_to_message",
  "external_reply",
  "quote",
  "reply_to_story",
  "via_bot",
  "edit_date",
  "has_protected_content",
  "is_from_offline",
  "media_group_id",
  "author_signature",
  "entities",
  "link_preview_options",
  "effect_id",
  "caption",
  "caption_entities",
  "show_caption_above_media",
  "has_media_spoiler",
  "reply_markup",
]);

function nameContent(message: Json): string {
  const names = Object.keys(message).filter((key) => !envelope.has(key));
  // An animation comes with a `document` beside it, for old clients.
  const name = names.find((candidate) => candidate !== "document") ?? names[0] ?? "unknown";
  return cut(plain(name), 64);
}

function labelOf(message: Json, data: string): string | null {
  const keyboard = isObject(message.reply_markup) ? message.reply_markup.inline_keyboard : null;
  if (!Array.isArray(keyboard)) return null;
  for (const button of keyboard.flat()) {
    if (isObject(button) && button.callback_data === data && typeof button.text === "string")
      return plain(button.text);
  }
  return null;
}

/** Ids of the Bot API are integers of up to 52 bits. */
function idText(value: unknown): string | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;
}

/** A whole number from 0 on, as sizes are. */
function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Seconds since 1970, where they make sense; a missing or absurd date is the time of arrival. */
function instantOf(seconds: unknown, now: Date): Date {
  return typeof seconds === "number" && Number.isInteger(seconds) && seconds > 0 && seconds < 4_102_444_800
    ? new Date(seconds * 1000)
    : now;
}

function plain(value: unknown): string {
  return typeof value === "string" ? storableText(value) : "";
}

/** The beginning of a text, at most so long; a pair of surrogates that the end falls into is given up. */
const cut = (text: string, length: number): string => text.slice(0, length).toWellFormed();
