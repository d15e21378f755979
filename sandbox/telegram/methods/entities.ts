import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../errors";
import { findEntities, isBlank } from "../text";

/** The text as Telegram would show it. */
export function cleanText(text: string): string {
  const cleaned = text.trimEnd();
  if (cleaned === "") throw badRequest("message text is empty");
  if (isBlank(cleaned)) throw badRequest("text must be non-empty");
  return cleaned;
}

/** The given entities, which must lie inside the text, or those Telegram finds by itself. */
export function entitiesOf(given: unknown, text: string): MessageEntity[] {
  if (given === undefined) return findEntities(text);
  const entities = given as MessageEntity[];
  for (const entity of entities) {
    if (entity.offset + entity.length > text.length) {
      throw badRequest(`entity beginning at UTF-16 offset ${entity.offset} ends after the end of the text`);
    }
    if (entity.type === "text_link" && !entity.url)
      throw badRequest("can't parse entities: text_link must have a url");
  }
  return entities;
}
