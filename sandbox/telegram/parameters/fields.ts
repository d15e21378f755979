import type { Field, Shape } from "./check";
import { entities, messageEntity, replyMarkup, replyParameters } from "./nested";

/** Fields that several methods share. */
export const chatId = { type: "chat", required: true, missing: "chat_id is empty" } as const satisfies Field;
export const messageId = {
  type: "integer",
  required: true,
  min: 1,
  missing: "message identifier is not specified",
  wrong: "invalid message identifier specified",
} as const satisfies Field;
export const userId = {
  type: "integer",
  required: true,
  missing: "invalid user_id specified",
} as const satisfies Field;
export const flag = { type: "boolean" } as const satisfies Field;
export const unsupportedString = { type: "string", unsupported: true } as const satisfies Field;
export const unsupportedInteger = { type: "integer", unsupported: true } as const satisfies Field;
export const unsupportedObject = { type: "object", unsupported: true, shape: {} } as const satisfies Field;
export const unsupportedEntities = {
  type: "array",
  unsupported: true,
  items: { type: "object", shape: messageEntity },
} as const satisfies Field;
const threadId = { type: "integer", min: 1, wrong: "message thread not found" } as const satisfies Field;

/** What every method that puts a message into a chat takes. */
export const sendingPlain = {
  chat_id: chatId,
  message_thread_id: threadId,
  direct_messages_topic_id: unsupportedInteger,
  disable_notification: flag,
  protect_content: flag,
} as const satisfies Shape;

/** What sending methods take besides their content. */
export const sending = {
  ...sendingPlain,
  business_connection_id: unsupportedString,
  ephemeral_message_parameters: unsupportedObject,
  allow_paid_broadcast: { type: "boolean", unsupported: true },
  suggested_post_parameters: unsupportedObject,
  message_effect_id: unsupportedString,
  reply_parameters: { type: "object", shape: replyParameters },
  reply_markup: replyMarkup,
  reply_to_message_id: unsupportedInteger,
} as const satisfies Shape;

const captionText = {
  type: "string",
  max: 1024,
  wrong: "message caption is too long",
} as const satisfies Field;

export const caption = {
  caption: captionText,
  parse_mode: unsupportedString,
  caption_entities: entities,
} as const satisfies Shape;

export const seconds = { type: "integer", min: 0, max: 86_400 * 7 } as const satisfies Field;
export const side = { type: "integer", min: 0, max: 20_000 } as const satisfies Field;
export const thumbnail = { type: "file", uploadOnly: true } as const satisfies Field;

export const place = {
  latitude: { type: "float", required: true, min: -90, max: 90, wrong: "wrong latitude specified" },
  longitude: { type: "float", required: true, min: -180, max: 180, wrong: "wrong longitude specified" },
} as const satisfies Shape;
