import type { MessageReaction } from "@/db/schema";
import { convertGroupUpdate } from "@/server/groups";
import type { ConvertedUpdate, TelegramSender } from "./intake-row";
import { brief, cut, idText, instantOf, isObject, type Json, plain } from "./json";
import { readContent } from "./read-content";
import { readSurroundings } from "./read-surroundings";

/**
 * Reads one Bot API update. Unknown fields and kinds pass through: what we do not understand is stored as it came
 * and, in a private chat, shown as a message that says what it is. Only a shape that contradicts the Bot API is
 * rejected (https://core.telegram.org/bots/api#update).
 */
export function convertTelegramUpdate(update: Json, now: Date): ConvertedUpdate {
  const group = convertGroupUpdate(update, now, (message) => {
    // In a group no contact is the sender's own as far as we are concerned.
    const content = readContent(message, null);
    return { ...content, payload: { ...content.payload, ...readSurroundings(message) } };
  });
  if (group) return { effect: "group", ...group };
  if (isObject(update.message)) return convertMessage(update.message, now);
  if (isObject(update.edited_message)) return convertEdit(update.edited_message, now);
  if (isObject(update.callback_query)) return convertCallback(update.callback_query, now);
  if (isObject(update.my_chat_member)) return convertMembership(update.my_chat_member);
  if (isObject(update.message_reaction)) return convertReaction(update.message_reaction, now);
  const [kind] = Object.keys(update).filter((key) => key !== "update_id");
  if (kind === undefined || !isObject(update[kind])) return { effect: "rejected", reason: "no_content" };
  return { effect: "ignored" };
}

function convertMessage(message: Json, now: Date): ConvertedUpdate {
  const place = readPlace(message);
  if ("effect" in place) return place;
  const { chatId, user } = place;
  const { kind, text, payload } = readContent(message, user.id);
  return {
    effect: "message",
    chatId,
    user,
    kind,
    text,
    payload: { ...payload, ...readSurroundings(message) },
    providerMessageId: idText(message.message_id),
    sentAt: instantOf(message.date, now),
  };
}

function convertEdit(message: Json, now: Date): ConvertedUpdate {
  const place = readPlace(message);
  if ("effect" in place) return place;
  const providerMessageId = idText(message.message_id);
  if (!providerMessageId) return { effect: "rejected", reason: "no_message_id" };
  return {
    effect: "edit",
    chatId: place.chatId,
    ...readContent(message, place.user.id),
    providerMessageId,
    sentAt: instantOf(message.edit_date, now),
  };
}

const maxReactions = 20;

/** What the customer has put under a message, theirs or ours: always all of it, as it stands now. */
function convertReaction(change: Json, now: Date): ConvertedUpdate {
  if (!isObject(change.chat)) return { effect: "rejected", reason: "no_chat" };
  if (change.chat.type !== "private") return { effect: "ignored" };
  const chatId = idText(change.chat.id);
  const providerMessageId = idText(change.message_id);
  if (!chatId) return { effect: "rejected", reason: "no_chat" };
  if (!providerMessageId) return { effect: "rejected", reason: "no_message_id" };
  const given = Array.isArray(change.new_reaction) ? change.new_reaction.filter(isObject) : [];
  return {
    effect: "reaction",
    chatId,
    reactions: given.slice(0, maxReactions).map(readReaction),
    providerMessageId,
    sentAt: instantOf(change.date, now),
  };
}

function readReaction(reaction: Json): MessageReaction {
  const emoji = brief(reaction.emoji, 16);
  if (reaction.type === "emoji" && emoji) return { kind: "emoji", emoji };
  return { kind: reaction.type === "paid" ? "paid" : "custom" };
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

function labelOf(message: Json, data: string): string | null {
  const keyboard = isObject(message.reply_markup) ? message.reply_markup.inline_keyboard : null;
  if (!Array.isArray(keyboard)) return null;
  for (const button of keyboard.flat()) {
    if (isObject(button) && button.callback_data === data && typeof button.text === "string")
      return plain(button.text);
  }
  return null;
}
