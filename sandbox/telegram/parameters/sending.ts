import type { Field, Shape } from "./check";
import {
  caption,
  chatId,
  flag,
  messageId,
  place,
  seconds,
  sending,
  sendingPlain,
  side,
  thumbnail,
  unsupportedEntities,
  unsupportedInteger,
  unsupportedObject,
  unsupportedString,
} from "./fields";
import { albumMedia } from "./media";
import { entities, linkPreviewOptions, replyParameters } from "./nested";

export const text = {
  type: "string",
  required: true,
  min: 1,
  max: 4096,
  missing: "message text is empty",
  wrong: "message is too long",
} as const satisfies Field;

const pictured = { show_caption_above_media: flag, has_spoiler: flag } as const;
const file = (kind: string) =>
  ({ type: "file", required: true, missing: `there is no ${kind} in the request` }) as const;
const notForAlbums = { allow_paid_broadcast: { type: "boolean", unsupported: true } } as const;
const optionalText = (max: number) => ({ type: "string", max }) as const;

const { direct_messages_topic_id: _topic, ...pollPlain } = sendingPlain;
const pollHead = { ...pollPlain, business_connection_id: unsupportedString } as const;

const { ephemeral_message_parameters: _ephemeral, ...diceSending } = sending;

export const pollOption = {
  text: {
    type: "string",
    required: true,
    min: 1,
    max: 100,
    wrong: "poll options length must not exceed 100",
  },
  text_parse_mode: unsupportedString,
  text_entities: unsupportedEntities,
  media: unsupportedObject,
} as const satisfies Shape;

const messageIds = {
  type: "array",
  required: true,
  min: 1,
  max: 100,
  missing: "message identifiers are not specified",
  wrong: "too many message identifiers specified",
  items: { type: "integer", min: 1, wrong: "invalid message identifier specified" },
} as const satisfies Field;

/** The methods that put messages into chats, with every parameter of Bot API 10.3 and its limits. */
export const sendingMethods = {
  sendMessage: {
    ...sending,
    text,
    parse_mode: unsupportedString,
    entities,
    link_preview_options: { type: "object", shape: linkPreviewOptions },
  },
  sendPhoto: { ...sending, photo: file("photo"), ...caption, ...pictured },
  sendDocument: {
    ...{ ...sending, document: file("document"), thumbnail, ...caption },
    disable_content_type_detection: flag,
  },
  sendVideo: {
    ...{ ...sending, video: file("video"), duration: seconds, width: side, height: side, thumbnail },
    ...{ ...caption, ...pictured, supports_streaming: flag },
    cover: { type: "file", unsupported: true },
    start_timestamp: unsupportedInteger,
  },
  sendAudio: {
    ...{ ...sending, audio: file("audio"), ...caption, duration: seconds, thumbnail },
    ...{ performer: optionalText(64), title: optionalText(64) },
  },
  sendVoice: { ...sending, voice: file("voice"), ...caption, duration: seconds },
  sendAnimation: {
    ...{ ...sending, animation: file("animation"), duration: seconds, width: side, height: side, thumbnail },
    ...{ ...caption, ...pictured },
  },
  sendSticker: { ...sending, sticker: file("sticker"), emoji: { type: "string", min: 1, max: 16 } },
  sendVideoNote: {
    ...{ ...sending, video_note: file("video_note"), duration: { type: "integer", min: 0, max: 60 } },
    ...{ length: { type: "integer", min: 0, max: 640, wrong: "wrong video note length" }, thumbnail },
  },
  sendMediaGroup: {
    ...{ ...sendingPlain, ...notForAlbums, media: albumMedia },
    ...{ business_connection_id: unsupportedString, message_effect_id: unsupportedString },
    reply_parameters: { type: "object", shape: replyParameters },
    reply_to_message_id: unsupportedInteger,
  },
  sendLocation: {
    ...{ ...sending, ...place },
    horizontal_accuracy: { type: "float", min: 0, max: 1500 },
    live_period: { type: "integer", min: 60, max: 0x7fffffff, wrong: "wrong live_period specified" },
    heading: { type: "integer", min: 1, max: 360 },
    proximity_alert_radius: { type: "integer", min: 1, max: 100_000 },
  },
  sendVenue: {
    ...{ ...sending, ...place },
    title: { type: "string", required: true, min: 1, max: 255, missing: "venue title must be non-empty" },
    address: { type: "string", required: true, min: 1, max: 255, missing: "venue address must be non-empty" },
    ...{ foursquare_id: optionalText(64), foursquare_type: optionalText(64) },
    ...{ google_place_id: optionalText(256), google_place_type: optionalText(64) },
  },
  sendContact: {
    ...sending,
    phone_number: {
      ...{ type: "string", required: true, pattern: /^\+?[\d ()-]{3,32}$/ },
      ...{ missing: "phone number is empty", wrong: "PHONE_NUMBER_INVALID" },
    },
    first_name: { type: "string", required: true, min: 1, max: 64, missing: "contact's first name is empty" },
    last_name: optionalText(64),
    vcard: { type: "string", maxBytes: 2048, wrong: "CONTACT_VCARD_INVALID" },
  },
  sendPoll: {
    ...{ ...pollHead, message_effect_id: unsupportedString, ...notForAlbums },
    ...{ reply_parameters: sending.reply_parameters, reply_markup: sending.reply_markup },
    reply_to_message_id: unsupportedInteger,
    question: {
      ...{ type: "string", required: true, min: 1, max: 300, missing: "poll question must be non-empty" },
      wrong: "poll question length must not exceed 300",
    },
    ...{ question_parse_mode: unsupportedString, question_entities: unsupportedEntities },
    options: {
      ...{ type: "array", required: true, min: 1, max: 12, items: { type: "object", shape: pollOption } },
      wrong: "poll can't have more than 12 options",
    },
    is_anonymous: flag,
    type: { type: "string", literals: ["quiz", "regular"], wrong: "unsupported poll type specified" },
    ...{ allows_multiple_answers: flag, allows_revoting: flag, shuffle_options: flag, is_closed: flag },
    ...{ hide_results_until_closes: flag, allow_adding_options: { type: "boolean", unsupported: true } },
    members_only: { type: "boolean", unsupported: true },
    country_codes: { type: "array", unsupported: true, items: { type: "string" } },
    correct_option_ids: { type: "array", min: 1, max: 12, items: { type: "integer", min: 0, max: 11 } },
    explanation: optionalText(200),
    ...{ explanation_parse_mode: unsupportedString, explanation_entities: unsupportedEntities },
    ...{ explanation_media: unsupportedObject, media: unsupportedObject },
    description: optionalText(1024),
    ...{ description_parse_mode: unsupportedString, description_entities: unsupportedEntities },
    open_period: { type: "integer", min: 5, max: 2_628_000 },
    close_date: { type: "integer", min: 0 },
  },
  sendDice: {
    ...diceSending,
    emoji: {
      type: "string",
      literals: ["🎲", "🎯", "🏀", "⚽", "🎳", "🎰"],
      wrong: "wrong dice emoji specified",
    },
  },
  copyMessage: {
    ...{ ...sendingPlain, from_chat_id: chatId, message_id: messageId, ...caption, ...notForAlbums },
    ...{ show_caption_above_media: flag, video_start_timestamp: unsupportedInteger },
    ...{ message_effect_id: unsupportedString, suggested_post_parameters: unsupportedObject },
    ...{ reply_parameters: sending.reply_parameters, reply_markup: sending.reply_markup },
    reply_to_message_id: unsupportedInteger,
  },
  copyMessages: { ...sendingPlain, from_chat_id: chatId, message_ids: messageIds, remove_caption: flag },
  forwardMessage: {
    ...{ ...sendingPlain, from_chat_id: chatId, message_id: messageId },
    ...{ video_start_timestamp: unsupportedInteger, message_effect_id: unsupportedString },
    suggested_post_parameters: unsupportedObject,
  },
  forwardMessages: { ...sendingPlain, from_chat_id: chatId, message_ids: messageIds },
  deleteMessage: { chat_id: chatId, message_id: messageId },
  deleteMessages: { chat_id: chatId, message_ids: messageIds },
} as const satisfies Record<string, Shape>;
