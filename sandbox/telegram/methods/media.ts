import { randomBytes } from "node:crypto";
import type { Message } from "@grammyjs/types";
import { badRequest } from "../errors";
import { findFile, parseFileId } from "../media/file-id";
import type { GivenFile } from "../media/file-shelf";
import { kinds, type MediaKind } from "../media/kinds";
import { mediaFacts, mimeTypeByName } from "../media/media-facts";
import { mediaFields } from "../media/media-fields";
import { isUpload, type Upload } from "../parameters/check";
import type { StateRecord, StoredFile } from "../records";
import { type Content, captionFields, messageHead, permissionFor, send, takeTurn } from "./message";
import { getPeerOrThrow, type MethodCall, type Outcome, requireMaySend } from "./outcome";

const largestPhotoBytes = 10 * 1024 * 1024;
const largestFileBytes = 50 * 1024 * 1024;

export const sendPhoto = sendFile("photo");
export const sendDocument = sendFile("document");
export const sendVideo = sendFile("video");
export const sendAudio = sendFile("audio");
export const sendVoice = sendFile("voice");
export const sendAnimation = sendFile("animation");
export const sendSticker = sendFile("sticker");
export const sendVideoNote = sendFile("video_note");

/** An album: its parts are messages of their own that share a `media_group_id`. All arrive or none. */
export function sendMediaGroup(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  const parts = call.params.media as (Record<string, unknown> & { type: MediaKind })[];
  const only = parts.find(({ type }) => type === "audio" || type === "document")?.type;
  if (only && parts.some(({ type }) => type !== only))
    throw badRequest(`${only} can't be mixed with other media types`);
  const head = messageHead(call, chat);
  const records: StateRecord[] = [];
  const media_group_id = newMediaGroupId();
  const result = parts.map((part, index) => {
    const content = fileContent(call, part.type, part.media, part, records.length);
    records.push(...(content.records ?? []));
    return { ...head, message_id: head.message_id + index, media_group_id, ...content.fields };
  });
  for (const message of result) requireMaySend(call, chat, permissionFor(message));
  takeTurn(call, chat, parts.length);
  return { result, records, stores: true };
}

/** As the real server's look: digits, one number for a whole album. */
export function newMediaGroupId(): string {
  return (randomBytes(8).readBigUInt64BE() >> 2n).toString();
}

function sendFile(kind: MediaKind) {
  return (call: MethodCall): Outcome => {
    const chat = getPeerOrThrow(call);
    return send(call, chat, fileContent(call, kind, call.params[kind], call.params));
  };
}

/**
 * The content of a message with a file: an upload, which is laid down, or a `file_id`, which is used again.
 *
 * @param before how many files of the same call are not on file yet
 */
export function fileContent(
  call: MethodCall,
  kind: MediaKind,
  given: unknown,
  options: Record<string, unknown>,
  before = 0,
): Content {
  const { files } = call.store.state;
  const caption = kinds[kind].hasCaption ? captionFields(options) : {};
  if (!isUpload(given)) {
    const file = knownFile(call, kind, given as string);
    return { fields: { ...mediaFields(file, files, call.bot.id), ...caption } };
  }
  const { file, records } = lay(call, kind, given, options, before);
  const withNew = new Map(files);
  for (const record of records) if (record.t === "file") withNew.set(record.file.unique, record.file);
  return { fields: { ...mediaFields(file, withNew, call.bot.id), ...caption } as Partial<Message>, records };
}

function lay(
  call: MethodCall,
  kind: MediaKind,
  upload: Upload,
  options: Record<string, unknown>,
  before: number,
): { file: StoredFile; records: StateRecord[] } {
  const { bytes, filename } = upload;
  if (bytes.byteLength === 0) throw badRequest("file must be non-empty");
  const { files: shelf, state } = call.store;
  const number = state.nextFile + before;
  // What is in a group is everybody's there.
  const owner = (call.params.chat_id as number) < 0 ? 0 : call.bot.id;
  if (kind === "photo") {
    if (bytes.byteLength > largestPhotoBytes) {
      throw badRequest(
        `file of size ${bytes.byteLength} bytes is too big for a photo; the maximum size is ${largestPhotoBytes} bytes`,
      );
    }
    const added = shelf.addPhoto(owner, { bytes }, number);
    if (!added) throw badRequest("IMAGE_PROCESS_FAILED");
    return added;
  }
  if (bytes.byteLength > largestFileBytes) throw badRequest("file is too big");
  const mimeType = mediaFacts(bytes)?.mimeType ?? mimeTypeByName(filename) ?? "application/octet-stream";
  const { accepts } = kinds[kind];
  // What is none of its kind goes as a document, as with the real server.
  const shownAs = accepts && !accepts.test(mimeType) ? "document" : kind;
  const given: GivenFile = { bytes, ...detailsOf(shownAs, filename, options) };
  return shelf.add(owner, shownAs, given, number);
}

/** What the call tells about its file; voice, stickers and round videos have no name. */
function detailsOf(kind: MediaKind, filename: string, options: Record<string, unknown>): GivenFile {
  const value = <T>(name: string) => options[name] as T | undefined;
  const length = kind === "video_note" ? value<number>("length") : undefined;
  const thumbnail = options.thumbnail;
  const isNamed = kind !== "voice" && kind !== "sticker" && kind !== "video_note";
  return defined({
    fileName: isNamed ? filename : undefined,
    durationS: value<number>("duration"),
    width: length ?? value<number>("width"),
    height: length ?? value<number>("height"),
    performer: value<string>("performer"),
    title: value<string>("title"),
    emoji: value<string>("emoji"),
    thumbnail: isUpload(thumbnail) ? thumbnail.bytes : undefined,
  });
}

function knownFile(call: MethodCall, kind: MediaKind, reference: string): StoredFile {
  if (/^https?:\/\//.test(reference))
    throw badRequest("the local Telegram does not fetch files by URL: upload the file or send a file_id");
  const file = findFile(call.store.state.files, call.bot.id, reference);
  if (!file) {
    if (parseFileId(reference)) throw badRequest("wrong file_id or the file is temporarily unavailable");
    throw badRequest("wrong file identifier/HTTP URL specified");
  }
  const actual = file.kind ?? "photo";
  if (actual !== kind)
    throw badRequest(`can't use file of type ${kinds[actual].label} as ${kinds[kind].label}`);
  return file;
}

/** The object without the fields that have no value. */
function defined<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
