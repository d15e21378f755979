import { instantOfSeconds, integerText, isObject, type Json, textOf } from "@/lib/json-fields";
import type { GroupChange, GroupPerson, GroupStatus } from "./schemas";
import { groupKinds, groupStatuses } from "./schemas";

/** What a message holds, as the inbox's reader says it. */
export type GroupContent = { kind: string; text: string; payload: Record<string, unknown> };

/**
 * Reads one Bot API update of a group, supergroup or channel (https://core.telegram.org/bots/api#update).
 *
 * @param readContent how the content of a message is read; the same as in private chats
 * @returns null when the update is of no group, or of a kind that tells nothing of one
 */
export function convertGroupUpdate(
  update: Json,
  now: Date,
  readContent: (message: Json) => GroupContent,
): { chatId: string; change: GroupChange } | null {
  for (const name of ["message", "edited_message", "channel_post", "edited_channel_post"]) {
    const message = update[name];
    if (isObject(message)) {
      return convert(message, now, (base) => readMessage(base, message, now, readContent));
    }
  }
  const own = update.my_chat_member;
  if (isObject(own))
    return convert(own, now, (base) => ({ ...base, bot: readBotMember(own.new_chat_member) }));
  const other = update.chat_member;
  if (isObject(other)) {
    return convert(other, now, (base) => ({ ...base, people: readPeople(other) }));
  }
  return null;
}

/** What the bot is, from a `ChatMember`: an administrator's rights are those of its flags that are on. */
export function readBotMember(member: unknown): GroupChange["bot"] {
  if (!isObject(member)) return null;
  const status = statusOf(member.status);
  if (!status) return null;
  const rights = status === "administrator" || status === "creator" ? member : {};
  return {
    status,
    rights: Object.keys(rights)
      .filter((name) => /^can_[a-z_]{1,60}$/.test(name) && name !== "can_be_edited" && rights[name] === true)
      .sort(),
  };
}

function convert(
  subject: Json,
  now: Date,
  complete: (base: GroupChange) => GroupChange,
): { chatId: string; change: GroupChange } | null {
  const { chat } = subject;
  const chatId = isObject(chat) ? integerText(chat.id) : null;
  const kind = groupKinds.find((candidate) => isObject(chat) && chat.type === candidate);
  if (!isObject(chat) || !chatId || !kind) return null;
  const base: GroupChange = {
    kind,
    title: textOf(chat.title, 255) || chatId,
    username: textOf(chat.username, 64) || null,
    at: instantOfSeconds(subject.date, now).toISOString(),
    actor: isObject(subject.from) ? nameOf(subject.from) : null,
    bot: null,
    isFirstLook: false,
    people: [],
    isPhotoChanged: false,
    migrateTo: null,
    migrateFrom: null,
    message: null,
  };
  return { chatId, change: complete(base) };
}

/** Fields of a message that only say what happened to the group. */
const serviceFields = [
  "new_chat_title",
  "new_chat_photo",
  "delete_chat_photo",
  "group_chat_created",
  "supergroup_chat_created",
  "channel_chat_created",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
  "new_chat_members",
  "left_chat_member",
  "message_auto_delete_timer_changed",
  "pinned_message",
  "forum_topic_created",
  "forum_topic_edited",
  "forum_topic_closed",
  "forum_topic_reopened",
  "general_forum_topic_hidden",
  "general_forum_topic_unhidden",
  "video_chat_scheduled",
  "video_chat_started",
  "video_chat_ended",
  "video_chat_participants_invited",
];

function readMessage(
  base: GroupChange,
  message: Json,
  now: Date,
  readContent: (message: Json) => GroupContent,
): GroupChange {
  const joined = Array.isArray(message.new_chat_members) ? message.new_chat_members : [];
  const people = [
    ...joined.map((user) => personOf(user, "member", "left")),
    ...(message.left_chat_member ? [personOf(message.left_chat_member, "left", "member")] : []),
  ].filter((person) => person !== null);
  const change: GroupChange = {
    ...base,
    people,
    isPhotoChanged: Array.isArray(message.new_chat_photo) || message.delete_chat_photo === true,
    migrateTo: integerText(message.migrate_to_chat_id),
    migrateFrom: integerText(message.migrate_from_chat_id),
  };
  const id = message.message_id;
  const isService = serviceFields.some((field) => field in message);
  if (isService || typeof id !== "number" || !Number.isSafeInteger(id)) return change;
  const { kind, text, payload } = readContent(message);
  const sender = isObject(message.sender_chat) ? message.sender_chat : message.from;
  return {
    ...change,
    message: {
      id,
      threadId: message.is_topic_message === true ? integerText(message.message_thread_id) : null,
      userId: isObject(message.sender_chat) || !isObject(message.from) ? null : integerText(message.from.id),
      senderName: (isObject(sender) ? nameOf(sender) : null) ?? base.title,
      kind,
      text,
      payload: Object.keys(payload).length > 0 ? payload : null,
      sentAt: base.at,
      editedAt:
        typeof message.edit_date === "number" ? instantOfSeconds(message.edit_date, now).toISOString() : null,
    },
  };
}

function readPeople(change: Json): GroupPerson[] {
  const { new_chat_member: after, old_chat_member: before } = change;
  if (!isObject(after)) return [];
  const status = presence(after);
  const person = status && personOf(after.user, status, (isObject(before) && presence(before)) || "left");
  if (!person) return [];
  const link = isObject(change.invite_link)
    ? textOf(change.invite_link.name || change.invite_link.invite_link, 200)
    : "";
  return [{ ...person, inviteLink: link || null }];
}

/** Who is restricted may be in the group or out of it. */
function presence(member: Json): GroupStatus | null {
  if (member.status === "restricted" && member.is_member === false) return "left";
  return statusOf(member.status);
}

function personOf(user: unknown, status: GroupStatus, before: GroupStatus): GroupPerson | null {
  const userId = isObject(user) ? integerText(user.id) : null;
  if (!isObject(user) || !userId) return null;
  return {
    userId,
    name: nameOf(user) ?? userId,
    username: textOf(user.username, 64) || null,
    isBot: user.is_bot === true,
    status,
    before,
    inviteLink: null,
  };
}

function nameOf(who: Json): string | null {
  const parts = [textOf(who.title, 255), textOf(who.first_name, 100), textOf(who.last_name, 100)];
  return parts.filter(Boolean).join(" ") || textOf(who.username, 64) || null;
}

const statusOf = (value: unknown): GroupStatus | null =>
  groupStatuses.find((status) => status === value) ?? null;
