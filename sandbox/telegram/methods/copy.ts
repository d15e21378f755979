import type { Message, MessageOrigin, User } from "@grammyjs/types";
import { badRequest } from "../errors";
import { forBot } from "../groups/for-bot";
import type { StateRecord } from "../records";
import type { Peer } from "../state";
import { captionFields, messageHead, permissionFor, send, takeTurn } from "./message";
import { getPeerOrThrow, type MethodCall, type Outcome, requireMaySend } from "./outcome";

/** The same content as a new message of the bot, with nothing that tells where it came from. */
export function copyMessage(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  const source = sourceOrThrow(call, call.params.message_id as number, "copy");
  const fields = contentOf(source);
  if (call.params.caption !== undefined) {
    const {
      caption: _caption,
      caption_entities: _entities,
      show_caption_above_media: _above,
      ...rest
    } = fields;
    return asId(call, send(call, chat, { fields: { ...rest, ...captionFields(call.params) } }));
  }
  return asId(call, send(call, chat, { fields }));
}

export function copyMessages(call: MethodCall): Outcome {
  const without = call.params.remove_caption === true;
  return several(call, "copy", (source) => {
    const { caption, caption_entities, ...rest } = contentOf(source);
    return without ? rest : { ...rest, ...(caption !== undefined && { caption, caption_entities }) };
  });
}

/** The message itself, with its origin. */
export function forwardMessage(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  const source = sourceOrThrow(call, call.params.message_id as number, "forward");
  return send(call, chat, { fields: forwardedFields(source) });
}

export function forwardMessages(call: MethodCall): Outcome {
  return several(call, "forward", forwardedFields);
}

/** Content and origin of a forwarded message; one that was forwarded before keeps its first origin. */
export function forwardedFields(source: Message): Partial<Message> {
  return { ...contentOf(source), forward_origin: source.forward_origin ?? originOf(source) };
}

function originOf({ chat, date, from, message_id }: Message): MessageOrigin {
  if (chat.type === "channel") return { type: "channel", date, chat, message_id };
  return { type: "user", date, sender_user: from as User };
}

/** Those that cannot be found are passed over; none at all is refused. */
function several(
  call: MethodCall,
  act: "copy" | "forward",
  fieldsOf: (source: Message) => Partial<Message>,
): Outcome {
  const chat = getPeerOrThrow(call);
  const from = sourceChat(call);
  const ids = call.params.message_ids as number[];
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] as number)))
    throw badRequest("message identifiers must be in a strictly increasing order");
  const sources = ids.flatMap((id) => from.messages.get(id) ?? []).filter(isContent);
  if (sources.length === 0) throw badRequest(`there are no messages to ${act}`);
  const head = messageHead(call, chat);
  const messages = sources.map((stored, index) => {
    const source = forBot(stored, call.bot.id);
    const group = source.media_group_id;
    const album = group === undefined ? {} : { media_group_id: `${BigInt(group) + 1n}` };
    return { ...head, message_id: head.message_id + index, ...album, ...fieldsOf(source) } as Message;
  });
  for (const message of messages) requireMaySend(call, chat, permissionFor(message));
  takeTurn(call, chat, messages.length);
  return {
    result: messages.map(({ message_id }) => ({ message_id })),
    records: messages.map((message) => ({ t: "message", bot: call.bot.id, message })),
  };
}

function asId(call: MethodCall, outcome: Outcome): Outcome {
  const message = outcome.result as Message;
  const record: StateRecord = { t: "message", bot: call.bot.id, message };
  return { result: { message_id: message.message_id }, records: [...(outcome.records ?? []), record] };
}

function sourceChat(call: MethodCall): Peer {
  return getPeerOrThrow({ ...call, params: { chat_id: call.params.from_chat_id } });
}

function sourceOrThrow(call: MethodCall, id: number, act: "copy" | "forward"): Message {
  const message = sourceChat(call).messages.get(id);
  if (!message) throw badRequest(`message to ${act} not found`);
  if (!isContent(message) || message.has_protected_content)
    throw badRequest(`the message can't be ${act === "copy" ? "copied" : "forwarded"}`);
  return forBot(message, call.bot.id);
}

const contentNames = [
  ...(["text", "entities", "link_preview_options", "photo", "video", "voice", "audio", "document"] as const),
  ...(["animation", "sticker", "video_note", "caption", "caption_entities", "has_media_spoiler"] as const),
  ...(["show_caption_above_media", "location", "venue", "contact", "poll", "dice", "story"] as const),
] as const;

function isContent(message: Message): boolean {
  return contentNames.some((name) => message[name] !== undefined);
}

function contentOf(message: Message): Partial<Message> {
  return Object.fromEntries(
    contentNames.flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])),
  );
}
