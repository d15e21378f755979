import { type MessageMedia, mediaKinds } from "@/db/schema";
import { safeFileName } from "@/lib/text/file-name";
import { brief, compact, countOf, isObject, type Json } from "./json";

type MediaKind = (typeof mediaKinds)[number];

// An animation comes with a `document` beside it, a live photo with a `photo`, for old clients.
const orderOfLooking: readonly MediaKind[] = [
  "animation",
  ...mediaKinds.filter((kind) => kind !== "animation"),
];

/**
 * The file that a message carries, as it announces it; null when it carries none, or one without an id.
 * (https://core.telegram.org/bots/api#message)
 */
export function readMedia(message: Json): { kind: MediaKind; media: MessageMedia } | null {
  for (const kind of orderOfLooking) {
    const media = kind === "photo" ? readPhoto(message) : readFile(message[kind]);
    if (media) {
      if (message.has_media_spoiler === true) media.isCovered = true;
      return { kind, media };
    }
  }
  return null;
}

/** The largest of its sizes, which stands last. */
function readPhoto(message: Json): MessageMedia | null {
  const sizes = Array.isArray(message.photo) ? message.photo.filter(isObject) : [];
  return readFile(sizes.at(-1));
}

function readFile(file: unknown): MessageMedia | null {
  if (!isObject(file)) return null;
  const fileId = brief(file.file_id, 400);
  if (!fileId) return null;
  // A video message is as wide as it is high, and says it once.
  const side = countOf(file.length);
  return compact<MessageMedia>({
    fileId,
    fileUniqueId: brief(file.file_unique_id, 200),
    sizeBytes: countOf(file.file_size),
    name: safeFileName(brief(file.file_name, 1000) ?? "") || undefined,
    contentType: brief(file.mime_type, 100),
    width: countOf(file.width) ?? side,
    height: countOf(file.height) ?? side,
    durationS: countOf(file.duration),
    title: brief(file.title, 200),
    performer: brief(file.performer, 200),
    emoji: brief(file.emoji, 32),
    form: file.is_animated === true ? "animated" : file.is_video === true ? "video" : undefined,
    thumbnail: readThumbnail(file.thumbnail),
  });
}

function readThumbnail(thumbnail: unknown): MessageMedia["thumbnail"] {
  if (!isObject(thumbnail)) return undefined;
  const fileId = brief(thumbnail.file_id, 400);
  if (!fileId) return undefined;
  return { fileId, width: countOf(thumbnail.width) ?? 0, height: countOf(thumbnail.height) ?? 0 };
}
