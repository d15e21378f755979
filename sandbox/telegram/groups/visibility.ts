import type { Message } from "@grammyjs/types";

const serviceNames = [
  ...(["new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo"] as const),
  ...([
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
  ] as const),
  ...(["migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "forum_topic_created"] as const),
  ...(["forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"] as const),
  "managed_bot_created",
] as const satisfies readonly (keyof Message)[];

export type ServiceName = (typeof serviceNames)[number];

/** Which happening a message tells of, or undefined for what somebody said. */
export function serviceOf(message: Message): ServiceName | undefined {
  return serviceNames.find((name) => message[name] !== undefined);
}

export function isService(message: Message): boolean {
  return serviceOf(message) !== undefined;
}

/**
 * Whether a message is meant for this bot: a command for it, its name among the words, or a command for nobody in
 * particular while it was the last bot to speak.
 */
export function namesBot(message: Message, username: string, isLastBot: boolean): boolean {
  const text = message.text ?? message.caption ?? "";
  const own = `@${username.toLowerCase()}`;
  for (const { type, offset, length } of message.entities ?? message.caption_entities ?? []) {
    const part = text.slice(offset, offset + length).toLowerCase();
    if (type === "mention" && part === own) return true;
    if (type === "bot_command" && (part.endsWith(own) || (isLastBot && !part.includes("@")))) return true;
  }
  return false;
}
