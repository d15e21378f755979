import type { MessagePayload } from "@/db/schema";
import type { BotApiParams } from "@/server/channels";

type SendMessage = BotApiParams<"sendMessage">;

/** A message of ours as the Bot API's `sendMessage` wants it. */
export function toSendMessage(message: {
  chatId: string;
  text: string;
  payload: MessagePayload | null;
  replyToProviderId?: string | null;
}): SendMessage {
  return { chat_id: toChatId(message.chatId), text: message.text, ...toReplyAndMarkup(message) };
}

/** A number as the platform gives it; channels may be named by @username. */
export const toChatId = (chatId: string): number | string =>
  /^-?\d+$/.test(chatId) ? Number(chatId) : chatId;

/** What every sending method takes alike: the topic, the message that is answered, and the keyboard. */
export function toReplyAndMarkup(message: {
  payload: MessagePayload | null;
  replyToProviderId?: string | null;
}): Pick<SendMessage, "message_thread_id" | "reply_parameters" | "reply_markup"> {
  const markup = toMarkup(message.payload);
  return {
    ...(message.payload?.threadId && { message_thread_id: message.payload.threadId }),
    // What is answered may have been deleted since: the answer is worth more than the quotation.
    ...(message.replyToProviderId && {
      reply_parameters: { message_id: Number(message.replyToProviderId), allow_sending_without_reply: true },
    }),
    ...(markup && { reply_markup: markup }),
  };
}

export const toInlineKeyboard = (rows: NonNullable<MessagePayload["buttons"]>) =>
  rows.map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data })));

/** A message has one keyboard: to be asked for one's contact comes before buttons, buttons before taking one away. */
function toMarkup(payload: MessagePayload | null): SendMessage["reply_markup"] {
  if (payload?.askContact) {
    return {
      keyboard: [[{ text: payload.askContact.label, request_contact: true }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    };
  }
  if (payload?.buttons && payload.buttons.length > 0) {
    return { inline_keyboard: toInlineKeyboard(payload.buttons) };
  }
  return payload?.removeKeyboard ? { remove_keyboard: true } : undefined;
}
