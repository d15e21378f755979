import type { MessageEntity } from "@grammyjs/types";

/** Spaces and the invisible characters that Telegram does not count as text. */
const invisible =
  /^(?:[\s\u00ad\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ufe00-\ufe0f])*$/;

/** Whether Telegram would call this text empty. */
export function isBlank(text: string): boolean {
  return invisible.test(text);
}

const found: readonly { type: "bot_command" | "url" | "email" | "mention" | "hashtag"; pattern: RegExp }[] = [
  { type: "bot_command", pattern: /(?<=^|\s)\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?/g },
  { type: "url", pattern: /(?<=^|[\s(])https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g },
  { type: "email", pattern: /(?<=^|\s)[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  { type: "mention", pattern: /(?<=^|\s)@[A-Za-z]\w{3,31}/g },
  { type: "hashtag", pattern: /(?<=^|\s)#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu },
];

/** The parts of a text that Telegram marks by itself, with offsets in UTF-16 units. */
export function findEntities(text: string): MessageEntity[] {
  const entities: MessageEntity[] = [];
  for (const { type, pattern } of found) {
    for (const match of text.matchAll(pattern))
      entities.push({ type, offset: match.index, length: match[0].length });
  }
  return entities.sort((left, right) => left.offset - right.offset);
}
