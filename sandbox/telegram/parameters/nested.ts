import type { Field, Shape } from "./check";
import { reactionEmoji } from "./reactions";

const style = { type: "string", literals: ["danger", "success", "primary"] } as const satisfies Field;
const webApp = {
  type: "object",
  shape: {
    url: {
      type: "string",
      required: true,
      pattern: /^https:\/\/[^\s/]+/,
      wrong: "Web App URL is invalid: Only HTTPS links are allowed",
    },
  },
} as const satisfies Field;

/** The actions of an inline button; a button has exactly one. */
const inlineActions = {
  url: {
    type: "string",
    pattern: /^(https?:\/\/[^\s/]+\.[^\s/]+|tg:\/\/|ton:\/\/)/,
    wrong: "BUTTON_URL_INVALID",
  },
  callback_data: { type: "string", minBytes: 1, maxBytes: 64, wrong: "BUTTON_DATA_INVALID" },
  web_app: webApp,
  login_url: { type: "object", unsupported: true, shape: {} },
  disabled: { type: "object", shape: {} },
  switch_inline_query: { type: "string", max: 256 },
  switch_inline_query_current_chat: { type: "string", max: 256 },
  switch_inline_query_chosen_chat: { type: "object", unsupported: true, shape: {} },
  copy_text: {
    type: "object",
    shape: { text: { type: "string", required: true, min: 1, max: 256, wrong: "BUTTON_COPY_TEXT_INVALID" } },
  },
  callback_game: { type: "object", unsupported: true, shape: {} },
  pay: { type: "boolean", unsupported: true },
} as const satisfies Shape;

export const inlineKeyboardButton = {
  text: {
    type: "string",
    required: true,
    min: 1,
    wrong: "can't parse inline keyboard button: Text must be non-empty",
  },
  icon_custom_emoji_id: { type: "string" },
  style,
  ...inlineActions,
} as const satisfies Shape;

export const inlineKeyboardMarkup = {
  inline_keyboard: {
    type: "array",
    required: true,
    max: 100,
    wrong: "can't parse inline keyboard markup JSON object",
    items: {
      type: "array",
      items: { type: "object", shape: inlineKeyboardButton, exactlyOne: Object.keys(inlineActions) },
    },
  },
  force_reply: { type: "boolean" },
} as const satisfies Shape;

export const keyboardButton = {
  text: {
    type: "string",
    required: true,
    min: 1,
    wrong: "can't parse keyboard button: Text must be non-empty",
  },
  icon_custom_emoji_id: { type: "string" },
  style,
  request_users: { type: "object", unsupported: true, shape: {} },
  request_chat: { type: "object", unsupported: true, shape: {} },
  request_contact: { type: "boolean" },
  request_location: { type: "boolean" },
  request_poll: { type: "object", unsupported: true, shape: {} },
  request_managed_bot: {
    type: "object",
    shape: {
      request_id: { type: "integer", required: true, min: -2_147_483_648, max: 2_147_483_647 },
      suggested_name: { type: "string", min: 1, max: 64 },
      suggested_username: {
        type: "string",
        pattern: /^[A-Za-z]\w{1,28}[bB][oO][tT]$/,
        wrong: "BOT_USERNAME_INVALID",
      },
    },
  },
  web_app: webApp,
} as const satisfies Shape;

export const replyKeyboardMarkup = {
  keyboard: {
    type: "array",
    required: true,
    min: 1,
    max: 300,
    wrong: "can't parse reply keyboard markup JSON object",
    items: { type: "array", items: { type: "object", orString: true, shape: keyboardButton } },
  },
  is_persistent: { type: "boolean" },
  resize_keyboard: { type: "boolean" },
  one_time_keyboard: { type: "boolean" },
  input_field_placeholder: { type: "string", min: 1, max: 64 },
  selective: { type: "boolean" },
  force_reply: { type: "boolean" },
} as const satisfies Shape;

export const replyKeyboardRemove = {
  remove_keyboard: { type: "boolean", required: true, only: true },
  selective: { type: "boolean" },
} as const satisfies Shape;

export const forceReply = {
  force_reply: { type: "boolean", required: true, only: true },
  input_field_placeholder: { type: "string", min: 1, max: 64 },
  selective: { type: "boolean" },
} as const satisfies Shape;

/** Any keyboard that a sent message may carry, told apart by its key. */
export const replyMarkup = {
  type: "oneOf",
  by: "key",
  wrong: "object expected as reply markup",
  // `force_reply` also occurs beside a keyboard, so the keyboards are looked for first.
  shapes: {
    inline_keyboard: inlineKeyboardMarkup,
    keyboard: replyKeyboardMarkup,
    remove_keyboard: replyKeyboardRemove,
    force_reply: forceReply,
  },
} as const satisfies Field;

/** The only keyboard that an edited message may carry. */
export const inlineMarkup = {
  type: "object",
  shape: inlineKeyboardMarkup,
  wrong: "object expected as reply markup",
} as const satisfies Field;

export const messageEntity = {
  type: {
    type: "string",
    required: true,
    literals: [
      ...["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic"],
      ...[
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
      ],
    ],
    wrong: "can't parse entities: Unsupported entity type specified",
  },
  offset: { type: "integer", required: true, min: 0 },
  length: { type: "integer", required: true, min: 0 },
  url: { type: "string" },
  language: { type: "string" },
  user: { type: "object", unsupported: true, shape: {} },
  custom_emoji_id: { type: "string", unsupported: true },
  unix_time: { type: "integer", unsupported: true },
  date_time_format: { type: "string", unsupported: true },
} as const satisfies Shape;

export const entities = {
  type: "array",
  max: 100,
  items: { type: "object", shape: messageEntity },
} as const satisfies Field;

export const linkPreviewOptions = {
  is_disabled: { type: "boolean" },
  url: { type: "string" },
  prefer_small_media: { type: "boolean" },
  prefer_large_media: { type: "boolean" },
  show_above_text: { type: "boolean" },
} as const satisfies Shape;

export const replyParameters = {
  message_id: {
    type: "integer",
    required: true,
    min: 1,
    missing: "message identifier is not specified",
    wrong: "invalid message identifier specified",
  },
  chat_id: { type: "chat" },
  ephemeral_message_id: { type: "integer", unsupported: true },
  checklist_task_id: { type: "integer", unsupported: true },
  poll_option_id: { type: "string", unsupported: true },
  allow_sending_without_reply: { type: "boolean" },
  quote: { type: "string", min: 1, max: 1024, wrong: "QUOTE_TEXT_INVALID" },
  quote_parse_mode: { type: "string", unsupported: true },
  quote_entities: { type: "array", unsupported: true, items: { type: "object", shape: messageEntity } },
  quote_position: { type: "integer", min: 0 },
} as const satisfies Shape;

export const reactionTypes = {
  emoji: {
    type: { type: "string", required: true, literals: ["emoji"] },
    emoji: { type: "string", required: true, literals: reactionEmoji, wrong: "REACTION_INVALID" },
  },
  custom_emoji: {
    type: { type: "string", required: true, literals: ["custom_emoji"] },
    custom_emoji_id: { type: "string", required: true, min: 1, max: 64 },
  },
} as const satisfies Record<string, Shape>;

/** A bot cannot set the paid one. */
export const reactionType = {
  type: "oneOf",
  by: "type",
  shapes: reactionTypes,
  wrong: "REACTION_INVALID",
} as const satisfies Field;

export const botCommand = {
  command: { type: "string", required: true, pattern: /^\/?[a-z0-9_]{1,32}$/, wrong: "BOT_COMMAND_INVALID" },
  description: { type: "string", required: true, min: 1, max: 256, wrong: "BOT_COMMAND_DESCRIPTION_INVALID" },
  is_ephemeral: { type: "boolean", unsupported: true },
} as const satisfies Shape;

const typed = <const T extends string>(...literals: T[]) =>
  ({ type: "string", required: true, literals }) as const;

export const commandScopes = {
  default: { type: typed("default") },
  all_private_chats: { type: typed("all_private_chats") },
  all_group_chats: { type: typed("all_group_chats") },
  all_chat_administrators: { type: typed("all_chat_administrators") },
  chat: { type: typed("chat"), chat_id: { type: "chat", required: true } },
  chat_administrators: { type: typed("chat_administrators"), chat_id: { type: "chat", required: true } },
  chat_member: {
    type: typed("chat_member"),
    chat_id: { type: "chat", required: true },
    user_id: { type: "integer", required: true },
  },
} as const satisfies Record<string, Shape>;

export const menuButtons = {
  commands: { type: typed("commands") },
  web_app: {
    type: typed("web_app"),
    text: { type: "string", required: true, min: 1, max: 64 },
    web_app: { ...webApp, required: true },
  },
  default: { type: typed("default") },
} as const satisfies Record<string, Shape>;
