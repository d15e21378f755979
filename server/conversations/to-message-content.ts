import type { files, MessageMedia, MessagePayload, messageKinds } from "@/db/schema";
import { toPublicId } from "@/server/kernel";
import type { MessageContent, MessageFile } from "./schemas";

type FileRow = Pick<
  typeof files.$inferSelect,
  "id" | "state" | "errorCode" | "contentType" | "sizeBytes" | "thumbnailSha256"
>;

/** What a message is besides its text, as a screen shows it; null for words alone and for what has no shape here. */
export function toMessageContent(
  kind: (typeof messageKinds)[number],
  payload: MessagePayload,
  row: FileRow | null,
): MessageContent | null {
  const { media, location, venue, poll, dice, story, contact } = payload;
  switch (kind) {
    case "photo":
      return media ? { kind, file: toFile(media, row), ...toFrame(media) } : null;
    case "video":
    case "animation":
    case "video_note":
      return media ? { kind, file: toFile(media, row), ...toFrame(media), ...toPlay(media) } : null;
    case "voice":
      return media ? { kind, file: toFile(media, row), ...toPlay(media) } : null;
    case "audio":
      return media
        ? {
            kind,
            file: toFile(media, row),
            ...toPlay(media),
            title: media.title ?? null,
            performer: media.performer ?? null,
          }
        : null;
    case "document":
      return media ? { kind, file: toFile(media, row) } : null;
    case "sticker":
      return media
        ? {
            kind,
            file: toFile(media, row),
            ...toFrame(media),
            emoji: media.emoji ?? null,
            form: media.form ?? "static",
          }
        : null;
    case "location":
      return location
        ? {
            kind,
            latitude: location.latitude,
            longitude: location.longitude,
            accuracyM: location.accuracyM ?? null,
            isLive: location.livePeriodS !== undefined,
          }
        : null;
    case "venue":
      return location && venue
        ? { kind, latitude: location.latitude, longitude: location.longitude, ...venue }
        : null;
    case "poll":
      return poll ? { kind, ...poll } : null;
    case "dice":
      return dice ? { kind, ...dice } : null;
    case "story":
      return story ? { kind, name: story.name, username: story.username ?? null } : null;
    case "contact":
      return contact ? { kind, ...contact, name: contact.name ?? null } : null;
    default:
      return null;
  }
}

function toFile(media: MessageMedia, row: FileRow | null): MessageFile {
  return {
    id: row && toPublicId("file", row.id),
    state: row?.state ?? "waiting",
    reason: row?.errorCode ?? null,
    hasThumbnail: row?.thumbnailSha256 != null,
    contentType: row?.contentType ?? null,
    sizeBytes: row?.sizeBytes ?? media.sizeBytes ?? null,
    name: media.name ?? null,
    isCovered: media.isCovered ?? false,
  };
}

const toFrame = (media: MessageMedia) => ({ width: media.width ?? null, height: media.height ?? null });
const toPlay = (media: MessageMedia) => ({ durationS: media.durationS ?? null });
