import type { ForceReply, Message, MessageEntity, ReplyKeyboardMarkup } from "@grammyjs/types";
import { badRequest } from "../errors";
import { parseFileId, photoSize } from "../file-shelf";
import { isUpload } from "../parameters/check";
import type { StateRecord } from "../records";
import { botUser, type ChatState } from "../state";
import { findEntities, isBlank } from "../text";
import { getChatOrThrow, type MethodCall, type Outcome, requireNotBlocked } from "./outcome";

const largestPhotoBytes = 10 * 1024 * 1024;

export function sendMessage(call: MethodCall): Outcome {
  const chat = getChatOrThrow(call);
  const text = cleanText(call.params.text as string);
  const head = messageHead(call, chat);
  const entities = entitiesOf(call.params.entities, text);
  takeTurn(call, chat);
  const message = { ...head, text, ...(entities.length > 0 && { entities }), ...linkPreview(call) };
  return { result: message, records: keyboardRecords(call, chat), stores: true };
}

export function sendPhoto(call: MethodCall): Outcome {
  const chat = getChatOrThrow(call);
  const { photo, records } = photoOf(call);
  const caption = ((call.params.caption as string | undefined) ?? "").trim();
  const entities = entitiesOf(call.params.caption_entities, caption);
  const head = messageHead(call, chat);
  takeTurn(call, chat);
  const message = {
    ...head,
    photo,
    ...(caption !== "" && { caption }),
    ...(entities.length > 0 && { caption_entities: entities }),
    ...(call.params.show_caption_above_media === true && { show_caption_above_media: true as const }),
    ...(call.params.has_spoiler === true && { has_media_spoiler: true as const }),
  };
  return { result: message, records: [...records, ...keyboardRecords(call, chat)], stores: true };
}

export function sendChatAction(call: MethodCall): Outcome {
  requireNotBlocked(getChatOrThrow(call));
  return { result: true };
}

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

/** Link preview options as a message keeps them. */
export function linkPreview(call: MethodCall): Pick<Message, "link_preview_options"> {
  const options = call.params.link_preview_options as Message["link_preview_options"];
  return options ? { link_preview_options: options } : {};
}

function messageHead(call: MethodCall, chat: ChatState) {
  const user = call.store.state.users.get(chat.user);
  if (!user) throw badRequest("chat not found");
  const markup = call.params.reply_markup as Message["reply_markup"] | undefined;
  return {
    message_id: chat.nextMessageId,
    from: botUser(call.bot),
    chat: privateChat(user),
    date: Math.floor(call.nowMs / 1000),
    ...repliedTo(call, chat),
    ...(call.params.protect_content === true && { has_protected_content: true as const }),
    // Only an inline keyboard belongs to its message; the others belong to the chat (see `keyboardRecords`).
    ...(markup && "inline_keyboard" in markup && { reply_markup: markup }),
  };
}

/** A user as the private chat with them. */
export function privateChat(user: { id: number; first_name: string; last_name?: string; username?: string }) {
  return {
    id: user.id,
    first_name: user.first_name,
    ...(user.last_name !== undefined && { last_name: user.last_name }),
    ...(user.username !== undefined && { username: user.username }),
    type: "private" as const,
  };
}

function repliedTo(call: MethodCall, chat: ChatState): { reply_to_message?: Message["reply_to_message"] } {
  const reply = call.params.reply_parameters as
    | { message_id: number; allow_sending_without_reply?: boolean }
    | undefined;
  if (!reply) return {};
  const target = chat.messages.get(reply.message_id);
  if (!target) {
    if (reply.allow_sending_without_reply) return {};
    throw badRequest("message to be replied not found");
  }
  const { reply_to_message: _nested, ...shown } = target;
  return { reply_to_message: shown as Message["reply_to_message"] };
}

function photoOf(call: MethodCall) {
  const given = call.params.photo;
  if (isUpload(given)) {
    if (given.bytes.byteLength === 0) throw badRequest("file must be non-empty");
    if (given.bytes.byteLength > largestPhotoBytes) {
      throw badRequest(
        `file of size ${given.bytes.byteLength} bytes is too big for a photo; the maximum size is ${largestPhotoBytes} bytes`,
      );
    }
    const added = call.store.files.addPhoto(call.bot.id, given.bytes, call.store.state.nextFile);
    if (!added) throw badRequest("IMAGE_PROCESS_FAILED");
    return { photo: added.sizes, records: added.records };
  }
  const reference = given as string;
  if (/^https?:\/\//.test(reference))
    throw badRequest("the local Telegram does not fetch photos by URL: upload the file or send a file_id");
  const id = parseFileId(reference);
  const file = id && id.bot === call.bot.id ? call.store.state.files.get(id.unique) : undefined;
  if (!file) throw badRequest("wrong file identifier/HTTP URL specified");
  const records: StateRecord[] = [];
  return { photo: [photoSize(file)], records };
}

/** A reply keyboard, its removal or a forced reply changes what the customer's phone shows below the chat. */
function keyboardRecords(call: MethodCall, chat: ChatState): StateRecord[] {
  const markup = call.params.reply_markup as object | undefined;
  if (!markup || "inline_keyboard" in markup) return [];
  const keyboard = "remove_keyboard" in markup ? null : (markup as ReplyKeyboardMarkup | ForceReply);
  return [{ t: "keyboard", bot: call.bot.id, user: chat.user, keyboard }];
}

/** Last before the message exists: a refused call must not use up the limit. */
function takeTurn(call: MethodCall, chat: ChatState): void {
  requireNotBlocked(chat);
  const { limiter, bot, nowMs } = call;
  limiter.take({ bot: bot.id, user: chat.user, lastInboundAt: chat.lastInboundAt, nowMs });
}
