import type { Message } from "@grammyjs/types";
import { BotApiError, badRequest } from "../errors";
import type { SendLimiter } from "../limiter";
import type { StateRecord } from "../records";
import type { BotState, ChatState } from "../state";
import type { Store } from "../store";

/** A checked call on its way to its answer. */
export type MethodCall = {
  store: Store;
  limiter: SendLimiter;
  bot: BotState;
  params: Record<string, unknown>;
  nowMs: number;
};

/** What a call answers and what it changes; nothing is changed before it is on file. */
export type Outcome = {
  result: unknown;
  description?: string;
  records?: StateRecord[];
  /** The result is a message that goes into its chat. */
  stores?: true;
};

/**
 * The private chat that `chat_id` names.
 *
 * @throws BotApiError 400 when the bot has never met that user
 */
export function getChatOrThrow(call: MethodCall): ChatState {
  const chat = call.bot.chats.get(call.params.chat_id as number);
  if (!chat) throw badRequest("chat not found");
  return chat;
}

/** @throws BotApiError 403 when the user has blocked the bot */
export function requireNotBlocked(chat: ChatState): void {
  if (chat.isBlocked) throw new BotApiError(403, "Forbidden: bot was blocked by the user");
}

/**
 * A message of this bot that may be edited.
 *
 * @throws BotApiError 400 when there is none or it is the user's
 */
export function getEditableOrThrow(call: MethodCall): Message {
  const chat = getChatOrThrow(call);
  requireNotBlocked(chat);
  const message = chat.messages.get(call.params.message_id as number);
  if (!message) throw badRequest("message to edit not found");
  if (message.from?.id !== call.bot.id) throw badRequest("message can't be edited");
  return message;
}
