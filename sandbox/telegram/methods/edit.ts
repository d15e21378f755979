import { isDeepStrictEqual } from "node:util";
import type { Message } from "@grammyjs/types";
import { badRequest } from "../errors";
import { getChatOrThrow, getEditableOrThrow, type MethodCall, type Outcome } from "./outcome";
import { cleanText, entitiesOf, linkPreview } from "./send";

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
  if (!before.photo) throw badRequest("there is no caption in the message to edit");
  const caption = ((call.params.caption as string | undefined) ?? "").trim();
  const entities = entitiesOf(call.params.caption_entities, caption);
  const {
    caption: _caption,
    caption_entities: _entities,
    show_caption_above_media: _above,
    ...rest
  } = before;
  const isAbove = call.params.show_caption_above_media === true;
  return replace(call, before, {
    ...rest,
    ...(caption !== "" && { caption }),
    ...(entities.length > 0 && { caption_entities: entities }),
    ...(isAbove && { show_caption_above_media: true }),
  } as Message);
}

export function editMessageReplyMarkup(call: MethodCall): Outcome {
  const before = getEditableOrThrow(call);
  return replace(call, before, { ...before });
}

export function deleteMessage(call: MethodCall): Outcome {
  const chat = getChatOrThrow(call);
  const message = chat.messages.get(call.params.message_id as number);
  if (!message) throw badRequest("message to delete not found");
  if (call.nowMs - message.date * 1000 > deletableMs)
    throw badRequest("message can't be deleted for everyone");
  return {
    result: true,
    records: [{ t: "deleted", bot: call.bot.id, user: chat.user, messageId: message.message_id }],
  };
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
