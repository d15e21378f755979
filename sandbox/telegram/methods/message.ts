import type { Chat, ForceReply, Message, MessageEntity, ReplyKeyboardMarkup } from "@grammyjs/types";
import { badRequest } from "../errors";
import type { StateRecord } from "../records";
import { botUser, type ChatState } from "../state";
import { entitiesOf } from "./entities";
import { type MethodCall, type Outcome, requireNotBlocked } from "./outcome";

/** What a message carries besides its head: the fields, and the facts that come with them (its files). */
export type Content = { fields: Partial<Message>; records?: StateRecord[] };

/** Puts a message with this content into the chat; nothing is used up when it is refused. */
export function send(call: MethodCall, chat: ChatState, { fields, records = [] }: Content): Outcome {
  const head = messageHead(call, chat);
  takeTurn(call, chat);
  const result = { ...head, ...fields };
  return { result, records: [...records, ...keyboardRecords(call, chat)], stores: true };
}

/** Everything of a message but its content. */
export function messageHead(call: MethodCall, chat: ChatState) {
  const markup = call.params.reply_markup as Message["reply_markup"] | undefined;
  return {
    message_id: chat.nextMessageId,
    from: botUser(call.bot),
    chat: chatOf(call, chat),
    date: Math.floor(call.nowMs / 1000),
    ...repliedTo(call, chat),
    ...(call.params.protect_content === true && { has_protected_content: true as const }),
    // Only an inline keyboard belongs to its message; the others belong to the chat (see `keyboardRecords`).
    ...(markup && "inline_keyboard" in markup && { reply_markup: markup }),
  };
}

/** The chat as its messages name it. */
export function chatOf(call: MethodCall, chat: ChatState): Chat {
  const user = call.store.state.users.get(chat.user);
  if (!user) throw badRequest("chat not found");
  if (call.params.message_thread_id !== undefined) throw badRequest("message thread not found");
  return privateChat(user);
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

function repliedTo(call: MethodCall, chat: ChatState): Pick<Message, "reply_to_message" | "quote"> {
  const reply = call.params.reply_parameters as Reply | undefined;
  if (!reply) return {};
  if (reply.chat_id !== undefined && reply.chat_id !== call.params.chat_id)
    throw badRequest("the local Telegram does not support a reply to another chat's message");
  const target = chat.messages.get(reply.message_id);
  if (!target) {
    if (reply.allow_sending_without_reply) return {};
    throw badRequest("message to be replied not found");
  }
  return { reply_to_message: asReplied(target), ...quoteOf(target, reply) };
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
function keyboardRecords(call: MethodCall, chat: ChatState): StateRecord[] {
  const markup = call.params.reply_markup as object | undefined;
  if (!markup || "inline_keyboard" in markup) return [];
  const keyboard = "remove_keyboard" in markup ? null : (markup as ReplyKeyboardMarkup | ForceReply);
  return [{ t: "keyboard", bot: call.bot.id, user: chat.user, keyboard }];
}

/** Last before the message exists: a refused call must not use up the limit. */
export function takeTurn(call: MethodCall, chat: ChatState, count = 1): void {
  requireNotBlocked(chat);
  const { limiter, bot, nowMs } = call;
  limiter.take({ bot: bot.id, user: chat.user, lastInboundAt: chat.lastInboundAt, nowMs, count });
}
