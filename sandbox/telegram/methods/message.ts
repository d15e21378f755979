import type { ForceReply, Message, MessageEntity, ReplyKeyboardMarkup } from "@grammyjs/types";
import { badRequest } from "../errors";
import { forBot } from "../groups/for-bot";
import { groupChat } from "../groups/group-state";
import { hasRight, type PermissionName } from "../groups/rights";
import type { StateRecord } from "../records";
import { botUser, isGroup, type Peer } from "../state";
import { entitiesOf } from "./entities";
import { type MethodCall, type Outcome, requireMaySend, selfOf } from "./outcome";

/** What a message carries besides its head: the fields, and the facts that come with them (its files). */
export type Content = { fields: Partial<Message>; records?: StateRecord[] };

/** Puts a message with this content into the chat; nothing is used up when it is refused. */
export function send(call: MethodCall, chat: Peer, { fields, records = [] }: Content): Outcome {
  requireMaySend(call, chat, permissionFor(fields));
  const head = messageHead(call, chat);
  takeTurn(call, chat);
  const result = { ...head, ...fields };
  return { result, records: [...records, ...keyboardRecords(call, chat)], stores: true };
}

/** Everything of a message but its content. */
export function messageHead(call: MethodCall, chat: Peer) {
  const markup = call.params.reply_markup as Message["reply_markup"] | undefined;
  return {
    message_id: chat.nextMessageId,
    ...authorOf(call, chat),
    date: Math.floor(call.nowMs / 1000),
    ...threadOf(call, chat),
    ...repliedTo(call, chat),
    ...(call.params.protect_content === true && { has_protected_content: true as const }),
    // Only an inline keyboard belongs to its message; the others belong to the chat (see `keyboardRecords`).
    ...(markup && "inline_keyboard" in markup && { reply_markup: markup }),
  };
}

/** Who speaks where; a channel speaks for itself. */
function authorOf(call: MethodCall, chat: Peer): Pick<Message, "from" | "sender_chat" | "chat"> {
  if (!isGroup(chat)) {
    const user = call.store.state.users.get(chat.user);
    if (!user) throw badRequest("chat not found");
    return { from: botUser(call.bot), chat: privateChat(user) };
  }
  const named = groupChat(chat);
  return named.type === "channel"
    ? { sender_chat: named, chat: named }
    : { from: botUser(call.bot), chat: named };
}

/** The topic that a message goes to; without one it goes to the general topic. */
function threadOf(call: MethodCall, chat: Peer): Pick<Message, "message_thread_id" | "is_topic_message"> {
  const id = call.params.message_thread_id as number | undefined;
  if (id === undefined) return {};
  const topic = isGroup(chat) && chat.settings.isForum ? chat.topics.get(id) : undefined;
  if (!topic || !isGroup(chat)) throw badRequest("message thread not found");
  if (topic.isClosed && !hasRight(selfOf(call, chat), "can_manage_topics")) throw badRequest("TOPIC_CLOSED");
  return { message_thread_id: id, is_topic_message: true };
}

/** What a member must be allowed to send such a message. */
export function permissionFor(fields: Partial<Message>): PermissionName {
  if (fields.photo) return "can_send_photos";
  if (fields.sticker || fields.animation || fields.dice) return "can_send_other_messages";
  if (fields.video) return "can_send_videos";
  if (fields.video_note) return "can_send_video_notes";
  if (fields.voice) return "can_send_voice_notes";
  if (fields.audio) return "can_send_audios";
  if (fields.document) return "can_send_documents";
  return fields.poll ? "can_send_polls" : "can_send_messages";
}

/** A user as the private chat with them. */
export function privateChat(user: { id: number; first_name: string; last_name?: string; username?: string }) {
  return {
    id: user.id,
    first_name: user.first_name,
    ...(user.last_name !== undefined && { last_name: user.last_name }),
    ...(user.username !== undefined && { username: user.username }),
    type: "private" as const,
  };
}

/** A caption with its marks, as a message keeps them. */
export function captionFields(given: {
  caption?: unknown;
  caption_entities?: unknown;
  show_caption_above_media?: unknown;
  has_spoiler?: unknown;
}): Partial<Message> {
  const caption = ((given.caption as string | undefined) ?? "").trim();
  const entities: MessageEntity[] = entitiesOf(given.caption_entities, caption);
  return {
    ...(caption !== "" && { caption }),
    ...(entities.length > 0 && { caption_entities: entities }),
    ...(given.show_caption_above_media === true && { show_caption_above_media: true as const }),
    ...(given.has_spoiler === true && { has_media_spoiler: true as const }),
  };
}

type Reply = {
  message_id: number;
  chat_id?: number;
  allow_sending_without_reply?: boolean;
  quote?: string;
  quote_position?: number;
};

function repliedTo(call: MethodCall, chat: Peer): Pick<Message, "reply_to_message" | "quote"> {
  const reply = call.params.reply_parameters as Reply | undefined;
  if (!reply) return {};
  if (reply.chat_id !== undefined && reply.chat_id !== call.params.chat_id)
    throw badRequest("the local Telegram does not support a reply to another chat's message");
  const target = chat.messages.get(reply.message_id);
  if (!target) {
    if (reply.allow_sending_without_reply) return {};
    throw badRequest("message to be replied not found");
  }
  const shown = isGroup(chat) ? forBot(target, call.bot.id) : target;
  return { reply_to_message: asReplied(shown), ...quoteOf(target, reply) };
}

/** A message inside another one: without the one it answers itself. */
export function asReplied(message: Message): NonNullable<Message["reply_to_message"]> {
  const { reply_to_message: _nested, ...shown } = message;
  return shown as NonNullable<Message["reply_to_message"]>;
}

function quoteOf(target: Message, reply: Reply): Pick<Message, "quote"> {
  if (reply.quote === undefined) return {};
  const text = target.text ?? target.caption ?? "";
  const near = reply.quote_position ?? 0;
  const position = text.startsWith(reply.quote, near) ? near : text.indexOf(reply.quote);
  if (position === -1) throw badRequest("QUOTE_TEXT_INVALID");
  return { quote: { text: reply.quote, position, is_manual: true } };
}

/** A reply keyboard, its removal or a forced reply changes what the customer's phone shows below the chat. */
function keyboardRecords(call: MethodCall, chat: Peer): StateRecord[] {
  const markup = call.params.reply_markup as object | undefined;
  if (!markup || "inline_keyboard" in markup || isGroup(chat)) return [];
  const keyboard = "remove_keyboard" in markup ? null : (markup as ReplyKeyboardMarkup | ForceReply);
  const asksForBot = JSON.stringify(keyboard ?? {}).includes('"request_managed_bot":');
  if (asksForBot && !call.bot.traits.managesBots) throw badRequest("BOT_ACCESS_FORBIDDEN");
  return [{ t: "keyboard", bot: call.bot.id, user: chat.user, keyboard }];
}

/** Last before the message exists: a refused call must not use up the limit. */
export function takeTurn(call: MethodCall, chat: Peer, count = 1): void {
  const { limiter, bot, nowMs } = call;
  if (isGroup(chat)) limiter.takeInGroup({ bot: bot.id, group: chat.id, nowMs, count });
  else limiter.take({ bot: bot.id, user: chat.user, lastInboundAt: chat.lastInboundAt, nowMs, count });
}
