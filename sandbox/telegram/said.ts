import { randomInt } from "node:crypto";
import type { Message, MessageOrigin } from "@grammyjs/types";
import { BotApiError, ControlError } from "./errors";
import type { GivenFile } from "./media/file-shelf";
import { kinds, type MediaKind, mediaKinds } from "./media/kinds";
import { mediaFields } from "./media/media-fields";
import { asReplied } from "./methods/message";
import { newPoll, thrown } from "./methods/plain";
import type { SandboxUser, StateRecord } from "./records";
import type { Store } from "./store";
import { findEntities, isBlank } from "./text";

const largestTextLength = 4096;
const largestCaptionLength = 1024;
const largestPhotoBytes = 10 * 1024 * 1024;

type File = Uint8Array | GivenFile;
type Captioned = { caption?: string };

/** What a user's message is made of: one of these. */
export type SaidContent =
  | { text: string }
  | { contact: { phone: string; own: boolean; userId?: number } }
  | ({ photo: File } & Captioned)
  | ({ video: File } & Captioned)
  | ({ voice: File } & Captioned)
  | ({ audio: File } & Captioned)
  | ({ document: File } & Captioned)
  | ({ animation: File } & Captioned)
  | { sticker: File }
  | { video_note: File }
  | { location: { latitude: number; longitude: number; live_period?: number } }
  | { venue: { latitude: number; longitude: number; title: string; address: string } }
  | {
      poll: {
        question: string;
        options: string[];
        type?: "regular" | "quiz";
        allows_multiple_answers?: boolean;
      };
    }
  | { dice: { emoji?: string; value?: number } }
  | { story: { id?: number; username?: string } };

/** What may stand around the content. */
export type SaidAround = {
  /** The parts of an album share it. */
  mediaGroupId?: string;
  /** A message of the same chat that this one answers. */
  replyTo?: number;
  /** The part of that message which is answered. */
  quote?: string;
  /** Whom the message was forwarded from: a user known here, a hidden one by name, a channel by title. */
  forwardedFrom?: { user: number } | { name: string } | { channel: string; messageId?: number };
};

type Fields = { fields: Partial<Message>; records: StateRecord[] };

/** The content of a message as its fields, and the facts that come with it (its files). */
export function contentFields(store: Store, owner: number, user: SandboxUser, said: SaidContent): Fields {
  if ("text" in said) return { fields: textFields(said.text), records: [] };
  for (const kind of mediaKinds) {
    const file = (said as Partial<Record<MediaKind, File>>)[kind];
    if (file !== undefined) return fileFields(store, owner, kind, file, (said as Captioned).caption);
  }
  return { fields: plainFields(store, user, said), records: [] };
}

/** The fields that say what a message answers, belongs to and comes from. */
export function aroundFields(
  store: Store,
  messages: ReadonlyMap<number, Message>,
  around: SaidAround,
): Partial<Message> {
  const { mediaGroupId, replyTo, quote, forwardedFrom } = around;
  return {
    ...(mediaGroupId !== undefined && { media_group_id: mediaGroupId }),
    ...(replyTo !== undefined && replyFields(messages, replyTo, quote)),
    ...(forwardedFrom !== undefined && { forward_origin: originOf(store, forwardedFrom) }),
  };
}

export function textFields(text: string): Partial<Message> {
  if (isBlank(text)) throw new ControlError(400, "The text is empty.");
  if (text.length > largestTextLength)
    throw new ControlError(400, `A text has at most ${largestTextLength} characters.`);
  const entities = findEntities(text);
  return { text, ...(entities.length > 0 && { entities }) };
}

export function captionOf(given: string | undefined): Partial<Message> {
  const caption = given?.trim();
  if (!caption) return {};
  if (caption.length > largestCaptionLength)
    throw new ControlError(400, `A caption has at most ${largestCaptionLength} characters.`);
  const caption_entities = findEntities(caption);
  return { caption, ...(caption_entities.length > 0 && { caption_entities }) };
}

function fileFields(
  store: Store,
  owner: number,
  kind: MediaKind,
  given: File,
  caption: string | undefined,
): Fields {
  const file = given instanceof Uint8Array ? { bytes: given } : given;
  if (caption !== undefined && !kinds[kind].hasCaption)
    throw new ControlError(400, `A ${kind} carries no caption.`);
  if (!file.bytes && file.size === undefined)
    throw new ControlError(400, `Give the ${kind}'s data, or its file_size to have it only announced.`);
  const { files, state } = store;
  if (kind === "photo" && (file.bytes?.byteLength ?? 0) > largestPhotoBytes)
    throw new ControlError(413, "A photo has at most 10 MB.");
  const added =
    kind === "photo"
      ? files.addPhoto(owner, file, state.nextFile)
      : files.add(owner, kind, file, state.nextFile);
  if (!added)
    throw new ControlError(400, "The photo is none: send the base64 of a JPEG, PNG, GIF or WebP file.");
  const known = new Map(
    added.records.flatMap((record) => (record.t === "file" ? [[record.file.unique, record.file]] : [])),
  );
  return {
    fields: { ...mediaFields(added.file, known, owner), ...captionOf(caption) },
    records: added.records,
  };
}

function plainFields(store: Store, user: SandboxUser, said: SaidContent): Partial<Message> {
  if ("contact" in said) return { contact: contactOf(user, said.contact) };
  if ("location" in said) return { location: said.location };
  if ("venue" in said) {
    const { latitude, longitude, title, address } = said.venue;
    const location = { latitude, longitude };
    return { location, venue: { location, title, address } };
  }
  if ("poll" in said) {
    const { options, ...rest } = said.poll;
    const poll = { ...rest, options: options.map((text) => ({ text })) };
    return {
      poll: told(() => newPoll({ ...poll, correct_option_ids: quizAnswer(said.poll) }, store.clock.now())),
    };
  }
  if ("dice" in said) return { dice: told(() => thrown(said.dice.emoji, said.dice.value)) };
  if ("story" in said) {
    const { id = randomInt(1, 1000), username } = said.story;
    const name = username ?? "hikaye_kanali";
    return { story: { id, chat: { ...channelNamed(name), username: name } } };
  }
  throw new ControlError(400, "There is nothing in the message.");
}

/** A user's quiz has its first option right; nobody asks. */
function quizAnswer({ type }: { type?: string }): number[] | undefined {
  return type === "quiz" ? [0] : undefined;
}

/** What a bot would be refused, a user's app would not let happen: told as the control API tells it. */
function told<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof BotApiError) throw new ControlError(400, `${error.description}.`);
    throw error;
  }
}

function contactOf(user: SandboxUser, contact: { phone: string; own: boolean; userId?: number }) {
  const { phone, own, userId } = contact;
  const user_id = own ? user.id : userId;
  const name = own
    ? { first_name: user.first_name, ...(user.last_name !== undefined && { last_name: user.last_name }) }
    : { first_name: "Contact" };
  return { phone_number: phone, ...name, ...(user_id !== undefined && { user_id }) };
}

function replyFields(
  messages: ReadonlyMap<number, Message>,
  replyTo: number,
  quote: string | undefined,
): Partial<Message> {
  const target = messages.get(replyTo);
  if (!target) throw new ControlError(404, `There is no message ${replyTo} in this chat to answer.`);
  if (quote === undefined) return { reply_to_message: asReplied(target) };
  const position = (target.text ?? target.caption ?? "").indexOf(quote);
  if (quote === "" || position === -1)
    throw new ControlError(400, `Message ${replyTo} does not hold the words of the quote.`);
  return { reply_to_message: asReplied(target), quote: { text: quote, position, is_manual: true } };
}

function originOf(store: Store, from: NonNullable<SaidAround["forwardedFrom"]>): MessageOrigin {
  const date = Math.floor(store.clock.now() / 1000) - 3600;
  if ("name" in from) return { type: "hidden_user", date, sender_user_name: from.name };
  if ("channel" in from) {
    return { type: "channel", date, chat: channelNamed(from.channel), message_id: from.messageId ?? 1 };
  }
  const user = store.state.users.get(from.user);
  if (!user) throw new ControlError(404, `There is no user ${from.user} to forward from.`);
  return { type: "user", date, sender_user: shownUser(user) };
}

/** A channel that exists by name only: the same name, the same id. */
function channelNamed(title: string) {
  let hash = 7;
  for (const character of title) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 900_000_000;
  return { id: -1_002_000_000_000 - hash, type: "channel" as const, title };
}

/** The user as bots see them: never with the phone. */
export function shownUser(user: SandboxUser) {
  const { phone: _phone, ...shown } = user;
  return shown;
}
