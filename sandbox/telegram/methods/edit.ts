import { isDeepStrictEqual } from "node:util";
import type { Message } from "@grammyjs/types";
import { badRequest } from "../errors";
import { hasRight } from "../groups/rights";
import type { MediaKind } from "../media/kinds";
import { fileOf } from "../media/media-fields";
import { isGroup, type Peer } from "../state";
import { cleanText, entitiesOf } from "./entities";
import { fileContent } from "./media";
import { captionFields } from "./message";
import { getEditableOrThrow, getPeerOrThrow, type MethodCall, type Outcome, selfOf } from "./outcome";
import { linkPreview } from "./send";

/** A bot may delete a message for both sides for this long. */
const deletableMs = 48 * 3600 * 1000;

export function editMessageText(call: MethodCall): Outcome {
  const before = getEditableOrThrow(call);
  if (before.text === undefined) throw badRequest("there is no text in the message to edit");
  const text = cleanText(call.params.text as string);
  const entities = entitiesOf(call.params.entities, text);
  const { entities: _entities, link_preview_options: _preview, ...rest } = before;
  return replace(call, before, {
    ...rest,
    text,
    ...(entities.length > 0 && { entities }),
    ...linkPreview(call),
  } as Message);
}

export function editMessageCaption(call: MethodCall): Outcome {
  const before = getEditableOrThrow(call);
  if (!fileOf(before) || before.sticker || before.video_note)
    throw badRequest("there is no caption in the message to edit");
  return replace(call, before, { ...withoutCaption(before), ...captionFields(call.params) } as Message);
}

/** A message's file is exchanged for another; a part of an album only for one that may be a part of it. */
export function editMessageMedia(call: MethodCall): Outcome {
  const before = getEditableOrThrow(call);
  if (before.text === undefined && !fileOf(before)) throw badRequest("message can't be edited");
  if (before.sticker || before.voice || before.video_note)
    throw badRequest("there is no media in the message to edit");
  const media = call.params.media as Record<string, unknown> & { type: MediaKind };
  if (before.media_group_id !== undefined && media.type === "animation")
    throw badRequest("animation can't be a part of an album");
  const { fields, records } = fileContent(call, media.type, media.media, media);
  const { text: _text, entities: _entities, link_preview_options: _link, ...rest } = withoutCaption(before);
  const { photo: _photo, video: _video, audio: _audio, ...others } = rest;
  const { document: _document, animation: _animation, has_media_spoiler: _spoiler, ...kept } = others;
  const outcome = replace(call, before, { ...kept, ...fields } as Message);
  return { ...outcome, ...(records && { records }) };
}

function withoutCaption(message: Message): Message {
  const {
    caption: _caption,
    caption_entities: _entities,
    show_caption_above_media: _above,
    ...rest
  } = message;
  return rest as Message;
}

export function editMessageReplyMarkup(call: MethodCall): Outcome {
  const before = getEditableOrThrow(call);
  return replace(call, before, { ...before });
}

export function deleteMessage(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  const messageId = call.params.message_id as number;
  const message = chat.messages.get(messageId);
  if (!message) throw badRequest("message to delete not found");
  requireMayDelete(call, chat, message);
  if (isTooOld(call, chat, message)) throw badRequest("message can't be deleted for everyone");
  return { result: true, records: [{ t: "deleted", bot: call.bot.id, user: chat.id, messageId }] };
}

/** Those that cannot be found are passed over; one that is too old refuses them all. */
export function deleteMessages(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  const found = (call.params.message_ids as number[]).flatMap((id) => chat.messages.get(id) ?? []);
  if (found.some((message) => isTooOld(call, chat, message)))
    throw badRequest("message can't be deleted for everyone");
  for (const message of found) requireMayDelete(call, chat, message);
  const bot = call.bot.id;
  return {
    result: true,
    records: found.map(({ message_id: messageId }) => ({ t: "deleted", bot, user: chat.id, messageId })),
  };
}

/** An administrator who may delete, may delete whatever its age. */
function isTooOld(call: MethodCall, chat: Peer, message: Message): boolean {
  if (isGroup(chat) && hasRight(selfOf(call, chat), "can_delete_messages")) return false;
  return call.nowMs - message.date * 1000 > deletableMs;
}

/** In a group others' messages are an administrator's to delete. */
function requireMayDelete(call: MethodCall, chat: Peer, message: Message): void {
  if (!isGroup(chat) || message.from?.id === call.bot.id) return;
  if (!hasRight(selfOf(call, chat), "can_delete_messages")) throw badRequest("message can't be deleted");
}

/** An edit without a keyboard takes the keyboard away, as the real server does. */
function replace(call: MethodCall, before: Message, changed: Message): Outcome {
  const { reply_markup: _markup, edit_date: _edited, ...rest } = changed;
  const markup = call.params.reply_markup as Message["reply_markup"];
  const hasMarkup = (markup?.inline_keyboard.length ?? 0) > 0;
  const content = { ...rest, ...(hasMarkup && { reply_markup: markup }) };
  const { edit_date: _before, ...shown } = before;
  if (isDeepStrictEqual(content, shown)) {
    throw badRequest(
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  return { result: { ...content, edit_date: Math.floor(call.nowMs / 1000) }, stores: true };
}
