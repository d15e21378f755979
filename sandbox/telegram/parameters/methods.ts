import type { Field, Shape } from "./check";
import {
  caption,
  chatId,
  flag,
  messageId,
  sending,
  unsupportedObject,
  unsupportedString,
  userId,
} from "./fields";
import { groupMethods } from "./groups";
import { newMedia, profilePhotos } from "./media";
import {
  botCommand,
  commandScopes,
  entities,
  inlineMarkup,
  linkPreviewOptions,
  menuButtons,
  reactionType,
} from "./nested";
import { sendingMethods, text } from "./sending";

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
  setMyProfilePhoto: {
    photo: {
      ...{ type: "oneOf", by: "type", required: true, shapes: profilePhotos },
      missing: "photo isn't specified",
      wrong: "profile photo must be static: the local Telegram takes no animated ones",
    },
  },
  removeMyProfilePhoto: {},
  getManagedBotToken: { user_id: userId },
  replaceManagedBotToken: { user_id: userId },
  setChatMenuButton: {
    chat_id: { type: "integer" },
    menu_button: { type: "oneOf", by: "type", shapes: menuButtons, wrong: "MenuButton has unsupported type" },
  },
  getChatMenuButton: { chat_id: { type: "integer" } },
  ...sendingMethods,
  sendChatAction: {
    business_connection_id: unsupportedString,
    chat_id: chatId,
    message_thread_id: sending.message_thread_id,
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
  editMessageCaption: { ...editing, ...caption, show_caption_above_media: flag },
  editMessageMedia: { ...editing, media: newMedia },
  editMessageReplyMarkup: editing,
  stopPoll: {
    ...{ business_connection_id: unsupportedString, chat_id: chatId, message_id: messageId },
    reply_markup: inlineMarkup,
  },
  setMessageReaction: {
    ...{ chat_id: chatId, message_id: messageId, is_big: flag },
    reaction: { type: "array", max: 1, items: reactionType, wrong: "REACTIONS_TOO_MANY" },
  },
  getFile: { file_id: { type: "string", required: true, min: 1, missing: "file_id not specified" } },
  ...groupMethods,
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
