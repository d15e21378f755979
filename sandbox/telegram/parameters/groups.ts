import { permissionNames, type RightName, rightNames } from "../groups/rights";
import type { Field, Shape } from "./check";
import { chatId, flag, messageId, unsupportedString, userId } from "./fields";

const flags = <const T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, flag])) as Readonly<Record<T, typeof flag>>;

export const chatPermissions = flags(permissionNames);
const permissions = {
  ...{ type: "object", required: true, shape: chatPermissions },
  missing: "can't parse permissions: expected an Object",
} as const satisfies Field;

const date = { type: "integer", min: 0, max: 0x7fffffff } as const satisfies Field;
const member = { chat_id: chatId, user_id: userId } as const satisfies Shape;
const threadId = {
  type: "integer",
  required: true,
  min: 1,
  missing: "message thread not found",
} as const satisfies Field;
const topicName = { type: "string", min: 1, max: 128, wrong: "TOPIC_TITLE_EMPTY" } as const satisfies Field;
const emojiId = { type: "string", max: 64 } as const satisfies Field;

const terms = {
  name: { type: "string", max: 32, wrong: "invite link name is too long" },
  expire_date: date,
  member_limit: { type: "integer", min: 1, max: 99_999, wrong: "wrong member limit specified" },
  creates_join_request: flag,
} as const satisfies Shape;
const link = {
  invite_link: { type: "string", required: true, min: 1, missing: "INVITE_HASH_EXPIRED" },
} as const satisfies Shape;

/** The colours that a topic's icon may have. */
const topicColours = [0x6fb9f0, 0xffd67e, 0xcb86db, 0x8eee98, 0xff93b2, 0xfb6f5f] as const;

/** The methods of groups, with every parameter of Bot API 10.3 and its limits. */
export const groupMethods = {
  getChat: { chat_id: chatId },
  getChatMember: member,
  getChatMemberCount: { chat_id: chatId },
  getChatAdministrators: { chat_id: chatId, return_bots: flag },
  banChatMember: { ...member, until_date: date, revoke_messages: flag },
  unbanChatMember: { ...member, only_if_banned: flag },
  restrictChatMember: { ...member, permissions, use_independent_chat_permissions: flag, until_date: date },
  promoteChatMember: { ...member, ...flags<RightName>(rightNames) },
  leaveChat: { chat_id: chatId },
  setChatPermissions: { chat_id: chatId, permissions, use_independent_chat_permissions: flag },
  setChatTitle: {
    chat_id: chatId,
    title: {
      ...{ type: "string", required: true, min: 1, max: 128 },
      ...{ missing: "title must be non-empty", wrong: "title is too long" },
    },
  },
  setChatDescription: {
    chat_id: chatId,
    description: { type: "string", max: 255, wrong: "chat description is too long" },
  },
  setChatPhoto: {
    chat_id: chatId,
    photo: { type: "file", required: true, uploadOnly: true, missing: "there is no photo in the request" },
  },
  deleteChatPhoto: { chat_id: chatId },
  pinChatMessage: {
    ...{ business_connection_id: unsupportedString, chat_id: chatId, message_id: messageId },
    disable_notification: flag,
  },
  unpinChatMessage: {
    ...{ business_connection_id: unsupportedString, chat_id: chatId },
    message_id: { type: "integer", min: 1 },
  },
  unpinAllChatMessages: { chat_id: chatId },
  createChatInviteLink: { chat_id: chatId, ...terms },
  editChatInviteLink: { chat_id: chatId, ...link, ...terms },
  revokeChatInviteLink: { chat_id: chatId, ...link },
  exportChatInviteLink: { chat_id: chatId },
  approveChatJoinRequest: member,
  declineChatJoinRequest: member,
  createForumTopic: {
    chat_id: chatId,
    name: { ...topicName, required: true, missing: "TOPIC_TITLE_EMPTY" },
    icon_color: { type: "integer", oneOf: topicColours, wrong: "TOPIC_ICON_COLOR_INVALID" },
    icon_custom_emoji_id: emojiId,
  },
  editForumTopic: {
    ...{ chat_id: chatId, message_thread_id: threadId, icon_custom_emoji_id: emojiId },
    name: { type: "string", max: 128, wrong: "TOPIC_TITLE_EMPTY" },
  },
  closeForumTopic: { chat_id: chatId, message_thread_id: threadId },
  reopenForumTopic: { chat_id: chatId, message_thread_id: threadId },
  deleteForumTopic: { chat_id: chatId, message_thread_id: threadId },
} as const satisfies Record<string, Shape>;
