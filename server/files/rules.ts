/** What the platform gives bots at the most (https://core.telegram.org/bots/api#getfile). */
export const maxFileBytes = 20 * 1024 * 1024;
/** A platform's thumbnail is a few kilobytes; what is larger is none. */
export const maxThumbnailBytes = 1024 * 1024;

/** Content that is shown as a picture: by what the bytes say, never by a name or a header. */
export const pictureTypes = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/heic",
  "image/heif",
] as const;
const videoTypes = [
  "video/mp4",
  "video/webm",
  "video/quicktime",
  "video/x-m4v",
  "video/matroska",
  "video/ogg",
];
const soundTypes = [
  "audio/ogg",
  "audio/mpeg",
  "audio/mp4",
  "audio/x-m4a",
  "audio/aac",
  "audio/wav",
  "audio/flac",
  "audio/amr",
  "audio/opus",
];

const isOneOf = (types: readonly string[], contentType: string | undefined): boolean =>
  contentType !== undefined && types.includes(contentType);

export const isPicture = (contentType: string | undefined): boolean => isOneOf(pictureTypes, contentType);

/** What a browser may show or play by itself. All else (pages, drawings, programs) is only ever saved. */
export const isShownInline = (contentType: string): boolean =>
  isOneOf([...pictureTypes, ...videoTypes, ...soundTypes], contentType);

/** Kinds of message that carry a file, and what their bytes must be; a document may be anything. */
const wanted: Record<string, { types: readonly string[]; otherwise: FileReason }> = {
  photo: { types: pictureTypes, otherwise: "not_a_picture" },
  video: { types: videoTypes, otherwise: "not_a_video" },
  video_note: { types: videoTypes, otherwise: "not_a_video" },
  animation: { types: [...videoTypes, "image/gif"], otherwise: "not_a_video" },
  // A sound may be packed as a film without pictures.
  voice: { types: [...soundTypes, "video/mp4", "video/webm", "video/ogg"], otherwise: "not_a_sound" },
  audio: { types: [...soundTypes, "video/mp4", "video/webm", "video/ogg"], otherwise: "not_a_sound" },
  // An animated sticker is a packed drawing that browsers do not know; its thumbnail is shown.
  sticker: { types: [...pictureTypes, "video/webm", "application/gzip"], otherwise: "not_a_picture" },
};

const unknownType = "application/octet-stream";

/**
 * Whether bytes are what the message says they are.
 *
 * @param detected the type that the bytes themselves show, with or without parameters; undefined when none is known
 */
export function judgeContent(
  kind: string,
  detected: string | undefined,
): { contentType: string } | { reason: FileReason } {
  const contentType = detected?.split(";")[0]?.trim();
  const rule = wanted[kind];
  if (rule && !isOneOf(rule.types, contentType)) return { reason: rule.otherwise };
  return { contentType: contentType ?? unknownType };
}

/** Why a file was not kept. */
export const fileReasons = [
  "too_large",
  "not_a_picture",
  "not_a_video",
  "not_a_sound",
  "gone",
  "quota_reached",
  "channel_disconnected",
  "provider_unavailable",
] as const;
export type FileReason = (typeof fileReasons)[number];

export const isFileReason = (code: string | null): code is FileReason =>
  (fileReasons as readonly (string | null)[]).includes(code);

/** What may come out otherwise another time; the rest stays as it is, however often one asks. */
const passingReasons: readonly string[] = [
  "gone",
  "quota_reached",
  "channel_disconnected",
  "provider_unavailable",
];

export const canFetchAgain = (file: { state: string; reason: string | null }): boolean =>
  file.state === "failed" && file.reason !== null && passingReasons.includes(file.reason);

/** After so many tries a platform that does not give the file is taken for gone. */
export const maxFetchTries = 8;
