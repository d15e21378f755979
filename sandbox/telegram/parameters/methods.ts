import type { Field, Shape } from "./check";
import {
  botCommand,
  commandScopes,
  entities,
  inlineMarkup,
  linkPreviewOptions,
  menuButtons,
  replyMarkup,
  replyParameters,
} from "./nested";

/** Every kind of update a bot may ask for. */
export const updateKinds = [
  ...(["message", "edited_message", "channel_post", "edited_channel_post", "business_connection"] as const),
  ...(["business_message", "edited_business_message", "deleted_business_messages", "guest_message"] as const),
  ...(["stopped_message_generation", "message_reaction", "message_reaction_count", "inline_query"] as const),
  ...([
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
  ] as const),
  ...(["poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost"] as const),
  ...(["removed_chat_boost", "managed_bot", "subscription"] as const),
] as const;

const chatId = { type: "chat", required: true, missing: "chat_id is empty" } as const satisfies Field;
const messageId = {
  type: "integer",
  required: true,
  min: 1,
  missing: "message identifier is not specified",
  wrong: "invalid message identifier specified",
} as const satisfies Field;
const languageCode = {
  type: "string",
  pattern: /^([a-z]{2})?$/,
  wrong: "invalid language code specified",
} as const satisfies Field;
const allowedUpdates = {
  type: "array",
  items: { type: "string", literals: updateKinds },
} as const satisfies Field;
const scope = {
  type: "oneOf",
  by: "type",
  shapes: commandScopes,
  wrong: "unsupported scope type specified",
} as const satisfies Field;
const unsupportedString = { type: "string", unsupported: true } as const satisfies Field;
const unsupportedInteger = { type: "integer", unsupported: true } as const satisfies Field;
const unsupportedObject = { type: "object", unsupported: true, shape: {} } as const satisfies Field;

/** What every sending method takes besides its content. */
const sending = {
  business_connection_id: unsupportedString,
  chat_id: chatId,
  message_thread_id: unsupportedInteger,
  direct_messages_topic_id: unsupportedInteger,
  ephemeral_message_parameters: unsupportedObject,
  disable_notification: { type: "boolean" },
  protect_content: { type: "boolean" },
  allow_paid_broadcast: { type: "boolean", unsupported: true },
  suggested_post_parameters: unsupportedObject,
  message_effect_id: unsupportedString,
  reply_parameters: { type: "object", shape: replyParameters },
  reply_markup: replyMarkup,
  reply_to_message_id: unsupportedInteger,
} as const satisfies Shape;

const text = {
  type: "string",
  required: true,
  min: 1,
  max: 4096,
  missing: "message text is empty",
  wrong: "message is too long",
} as const satisfies Field;
const caption = { type: "string", max: 1024, wrong: "message caption is too long" } as const satisfies Field;

/** What every editing method takes to find its message. */
const editing = {
  business_connection_id: unsupportedString,
  chat_id: chatId,
  message_id: messageId,
  inline_message_id: unsupportedString,
  reply_markup: inlineMarkup,
} as const satisfies Shape;

/**
 * The methods that this stand-in knows, with every parameter of Bot API 10.3 and its limits.
 * `methods.test.ts` holds the keys against `@grammyjs/types`.
 */
export const methodTable = {
  getMe: {},
  getUpdates: {
    offset: { type: "integer" },
    limit: { type: "integer", min: 1, max: 100 },
    timeout: { type: "integer", min: 0 },
    allowed_updates: allowedUpdates,
  },
  setWebhook: {
    url: { type: "string", max: 4096 },
    certificate: { type: "file", unsupported: true },
    ip_address: { type: "string", unsupported: true },
    max_connections: { type: "integer", min: 1, max: 100 },
    allowed_updates: allowedUpdates,
    drop_pending_updates: { type: "boolean" },
    secret_token: {
      type: "string",
      max: 256,
      pattern: /^[A-Za-z0-9_-]*$/,
      wrong: "secret token contains unallowed characters",
    },
  },
  deleteWebhook: { drop_pending_updates: { type: "boolean" } },
  getWebhookInfo: {},
  setMyCommands: {
    commands: {
      type: "array",
      required: true,
      max: 100,
      wrong: "BOT_COMMANDS_TOO_MUCH",
      items: { type: "object", shape: botCommand },
    },
    scope,
    language_code: languageCode,
  },
  getMyCommands: { scope, language_code: languageCode },
  deleteMyCommands: { scope, language_code: languageCode },
  setMyName: { name: { type: "string", max: 64 }, language_code: languageCode },
  getMyName: { language_code: languageCode },
  setMyDescription: { description: { type: "string", max: 512 }, language_code: languageCode },
  getMyDescription: { language_code: languageCode },
  setMyShortDescription: { short_description: { type: "string", max: 120 }, language_code: languageCode },
  getMyShortDescription: { language_code: languageCode },
  setChatMenuButton: {
    chat_id: { type: "integer" },
    menu_button: { type: "oneOf", by: "type", shapes: menuButtons, wrong: "MenuButton has unsupported type" },
  },
  getChatMenuButton: { chat_id: { type: "integer" } },
  sendMessage: {
    ...sending,
    text,
    parse_mode: unsupportedString,
    entities,
    link_preview_options: { type: "object", shape: linkPreviewOptions },
  },
  sendPhoto: {
    ...sending,
    photo: { type: "file", required: true, missing: "there is no photo in the request" },
    caption,
    parse_mode: unsupportedString,
    caption_entities: entities,
    show_caption_above_media: { type: "boolean" },
    has_spoiler: { type: "boolean" },
  },
  sendChatAction: {
    business_connection_id: unsupportedString,
    chat_id: chatId,
    message_thread_id: unsupportedInteger,
    action: {
      type: "string",
      required: true,
      wrong: "wrong parameter action in request",
      literals: [
        ...["typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"],
        ...["upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"],
      ],
    },
  },
  answerCallbackQuery: {
    callback_query_id: {
      type: "string",
      required: true,
      missing: "query is too old and response timeout expired or query ID is invalid",
    },
    text: { type: "string", max: 200, wrong: "MESSAGE_TOO_LONG" },
    show_alert: { type: "boolean" },
    url: unsupportedString,
    cache_time: { type: "integer", min: 0 },
  },
  editMessageText: {
    ...editing,
    text,
    parse_mode: unsupportedString,
    entities,
    link_preview_options: { type: "object", shape: linkPreviewOptions },
    rich_message: unsupportedObject,
  },
  editMessageCaption: {
    ...editing,
    caption,
    parse_mode: unsupportedString,
    caption_entities: entities,
    show_caption_above_media: { type: "boolean" },
  },
  editMessageReplyMarkup: editing,
  deleteMessage: { chat_id: chatId, message_id: messageId },
  getFile: { file_id: { type: "string", required: true, min: 1, missing: "file_id not specified" } },
  getChat: { chat_id: chatId },
  getUserProfilePhotos: {
    user_id: { type: "integer", required: true, missing: "invalid user_id specified" },
    offset: { type: "integer", min: 0 },
    limit: { type: "integer", min: 1, max: 100 },
  },
} as const satisfies Record<string, Shape>;

export type MethodName = keyof typeof methodTable;

const byLowerCase = new Map(Object.keys(methodTable).map((name) => [name.toLowerCase(), name as MethodName]));

/** The real server ignores the case of a method's name. */
export function findMethod(name: string): MethodName | undefined {
  return byLowerCase.get(name.toLowerCase());
}
