import type { MessagePayload } from "@/db/schema";
import type { BotApiParams } from "@/server/channels";

type SendMessage = BotApiParams<"sendMessage">;

/** A message of ours as the Bot API's `sendMessage` wants it. */
export function toSendMessage(message: {
  chatId: string;
  text: string;
  payload: MessagePayload | null;
}): SendMessage {
  const markup = toMarkup(message.payload);
  return {
    // A number as the platform gives it; channels may be named by @username.
    chat_id: /^-?\d+$/.test(message.chatId) ? Number(message.chatId) : message.chatId,
    text: message.text,
    ...(markup ? { reply_markup: markup } : {}),
  };
}

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
    return {
      inline_keyboard: payload.buttons.map((row) =>
        row.map(({ label, data }) => ({ text: label, callback_data: data })),
      ),
    };
  }
  return payload?.removeKeyboard ? { remove_keyboard: true } : undefined;
}
