import type { Message, PhotoSize } from "@grammyjs/types";
import type { StoredFile } from "../records";
import { fileIdOf } from "./file-id";

type Files = ReadonlyMap<string, StoredFile>;

/** The fields of a message that carry a stored file, as one bot (`forBot`) is told them. */
export function mediaFields(file: StoredFile, files: Files, forBot: number): Partial<Message> {
  const kind = file.kind ?? "photo";
  const thumbnail = file.thumbnail === undefined ? undefined : files.get(file.thumbnail);
  if (kind === "photo" || kind === "thumbnail") {
    return { photo: [...(thumbnail ? [photoSize(thumbnail, forBot)] : []), photoSize(file, forBot)] };
  }
  const { details = {}, width, height } = file;
  const { fileName, mimeType, durationS, performer, title, emoji, setName } = details;
  const head = { file_id: fileIdOf(file, forBot), file_unique_id: file.unique };
  const small = thumbnail && { thumbnail: photoSize(thumbnail, forBot) };
  const name = fileName === undefined ? {} : { file_name: fileName };
  const type = mimeType === undefined ? {} : { mime_type: mimeType };
  const size = { file_size: file.size };
  const duration = durationS ?? 0;
  switch (kind) {
    case "video":
      return { video: { ...head, width, height, duration, ...small, ...name, ...type, ...size } };
    case "animation": {
      const animation = { ...head, width, height, duration, ...small, ...name, ...type, ...size };
      // Bots written before animations existed read the same file as a document.
      return { animation, document: { ...head, ...small, ...name, ...type, ...size } };
    }
    case "document":
      return { document: { ...head, ...small, ...name, ...type, ...size } };
    case "voice":
      return { voice: { ...head, duration, ...type, ...size } };
    case "audio": {
      const tags = { ...(performer !== undefined && { performer }), ...(title !== undefined && { title }) };
      return { audio: { ...head, duration, ...tags, ...small, ...name, ...type, ...size } };
    }
    case "video_note":
      return { video_note: { ...head, length: width, duration, ...small, ...size } };
    case "sticker": {
      const looks = { is_animated: details.isAnimated === true, is_video: details.isVideo === true };
      const set = {
        ...(emoji !== undefined && { emoji }),
        ...(setName !== undefined && { set_name: setName }),
      };
      return { sticker: { ...head, type: "regular", width, height, ...looks, ...small, ...set, ...size } };
    }
  }
}

function photoSize(file: StoredFile, forBot: number): PhotoSize {
  return {
    ...{ file_id: fileIdOf(file, forBot), file_unique_id: file.unique },
    ...{ width: file.width, height: file.height, file_size: file.size },
  };
}

/** The file that a message carries (of a photo the largest size), or null. */
export function fileOf(message: Message): { uniqueId: string } | null {
  const file =
    message.photo?.at(-1) ??
    message.animation ??
    message.video ??
    message.voice ??
    message.audio ??
    message.video_note ??
    message.sticker ??
    message.document;
  return file ? { uniqueId: file.file_unique_id } : null;
}
