import type {
  InputMediaAudio,
  InputMediaDocument,
  InputMediaPhoto,
  InputMediaVideo,
  Message,
} from "grammy/types";
import {
  BotApiRefusal,
  type BotApiTarget,
  BotApiUnreachable,
  callBotApiWithFiles,
  type FilePart,
} from "@/server/channels";
import { readKept, sizeOfKept } from "@/server/files";
import { getRuntime } from "@/server/kernel";
import type { ClaimedDelivery } from "./claims";
import { loadParcel, type MediaPart, rememberSentFiles } from "./load-parcel";
import type { SendTimes } from "./send-delivery";
import { toChatId, toReplyAndMarkup } from "./to-send-message";

/** The bytes of a file that should be sent are not in the store. */
export class KeptFileMissing extends Error {}

/** The slowest upload that is waited for. */
const slowestBytesPerMs = 100;
/** How often a send that takes long says that it is still at it. */
const holdEveryMs = 4_000;

/**
 * Sends the file or the album of a delivery: what this bot's platform has been given before by its own name for it, the
 * rest once as bytes.
 *
 * @throws BotApiRefusal, BotApiUnreachable, KeptFileMissing
 */
export async function sendMedia(
  target: BotApiTarget,
  delivery: ClaimedDelivery,
  times: SendTimes,
): Promise<{ providerMessageId: string; providerMessageIds?: string[] }> {
  const held = setInterval(() => times.hold?.(), holdEveryMs);
  try {
    const parts = await loadParcel(delivery).catch(() => {
      throw new BotApiUnreachable("sendMedia", "its files could not be looked up", false);
    });
    const { said, given } = await sendKnown(target, delivery, parts, times);
    await remember(delivery, given, said);
    const ids = said.map((message) => String(message.message_id));
    return { providerMessageId: ids[0]!, ...(ids.length > 1 && { providerMessageIds: ids }) };
  } finally {
    clearInterval(held);
  }
}

/** By the platform's own names where it has given any; as bytes where it does not know them any more. */
async function sendKnown(
  target: BotApiTarget,
  delivery: ClaimedDelivery,
  parts: readonly MediaPart[],
  times: SendTimes,
): Promise<{ said: Message[]; given: readonly MediaPart[] }> {
  try {
    return { said: await sendParts(target, delivery, parts, times), given: parts };
  } catch (error) {
    const isForgotten =
      error instanceof BotApiRefusal && /file identifier|remote file/i.test(error.description);
    if (!isForgotten || parts.every(({ knownAs }) => knownAs === null)) throw error;
    const given = parts.map((part) => ({ ...part, knownAs: null }));
    return { said: await sendParts(target, delivery, given, times), given };
  }
}

async function sendParts(
  target: BotApiTarget,
  delivery: ClaimedDelivery,
  parts: readonly MediaPart[],
  times: SendTimes,
): Promise<Message[]> {
  const [first] = parts;
  if (!first) throw new KeptFileMissing();
  const files = await toFileParts(parts);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const options = { timeoutMs: times.timeoutMs + bytes / slowestBytesPerMs, signal: times.signal };
  const base = { chat_id: toChatId(delivery.chatId), ...toReplyAndMarkup(delivery) };
  if (parts.length > 1) {
    const { reply_markup: _none, ...place } = base;
    // An album holds kinds that the platform takes together; the type cannot say so.
    const media = parts.map((part, index) =>
      toInputMedia(part, nameInCall(part, index)),
    ) as InputMediaPhoto[];
    return callBotApiWithFiles(target, "sendMediaGroup", { ...place, media }, files, options);
  }
  const file = nameInCall(first, 0);
  const caption = first.caption ? { caption: first.caption } : {};
  const sides = first.width && first.height ? { width: first.width, height: first.height } : {};
  const send = <M extends Parameters<typeof callBotApiWithFiles>[1]>(
    method: M,
    params: Parameters<typeof callBotApiWithFiles<M>>[2],
  ) => callBotApiWithFiles(target, method, params, files, options);
  switch (first.kind) {
    case "photo":
      return [await send("sendPhoto", { ...base, ...caption, photo: file })];
    case "video":
      return [
        await send("sendVideo", { ...base, ...caption, ...sides, video: file, supports_streaming: true }),
      ];
    case "animation":
      return [await send("sendAnimation", { ...base, ...caption, ...sides, animation: file })];
    case "audio":
      return [await send("sendAudio", { ...base, ...caption, audio: file })];
    case "voice":
      return [await send("sendVoice", { ...base, ...caption, voice: file })];
    case "document":
      return [
        await send("sendDocument", {
          ...base,
          ...caption,
          document: file,
          disable_content_type_detection: true,
        }),
      ];
  }
}

const fieldOf = (index: number): string => `file${index}`;
const nameInCall = (part: MediaPart, index: number): string => part.knownAs ?? `attach://${fieldOf(index)}`;

/** @throws KeptFileMissing before anything has gone out */
async function toFileParts(parts: readonly MediaPart[]): Promise<FilePart[]> {
  const files: FilePart[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.knownAs !== null) continue;
    const sizeBytes = await sizeOfKept(part.sha256);
    if (!sizeBytes) throw new KeptFileMissing();
    files.push({
      field: fieldOf(index),
      name: part.name,
      contentType: part.contentType,
      sizeBytes,
      open: () => readKept(part.sha256, 0, sizeBytes - 1),
    });
  }
  return files;
}

type AlbumPart = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo;

function toInputMedia(part: MediaPart, media: string): AlbumPart {
  const caption = part.caption ? { caption: part.caption } : {};
  switch (part.kind) {
    case "photo":
      return { type: "photo", media, ...caption };
    case "video":
      return { type: "video", media, ...caption, supports_streaming: true };
    case "audio":
      return { type: "audio", media, ...caption };
    default:
      return { type: "document", media, ...caption, disable_content_type_detection: true };
  }
}

/** Only saves carrying it again: the message has been sent, whatever becomes of this. */
async function remember(
  delivery: ClaimedDelivery,
  parts: readonly MediaPart[],
  said: readonly Message[],
): Promise<void> {
  const fresh = parts.flatMap((part, index) => {
    const sentAs = part.knownAs === null ? fileIdOf(said[index], part.kind) : null;
    return sentAs ? [{ ...part, sentAs }] : [];
  });
  await rememberSentFiles(delivery, fresh).catch((error: unknown) =>
    getRuntime().logger.warn(
      { workspaceId: delivery.workspaceId, error },
      "what the platform calls a file could not be kept",
    ),
  );
}

function fileIdOf(message: Message | undefined, kind: MediaPart["kind"]): string | null {
  if (!message) return null;
  if (kind === "photo") return message.photo?.at(-1)?.file_id ?? null;
  return message[kind]?.file_id ?? null;
}
