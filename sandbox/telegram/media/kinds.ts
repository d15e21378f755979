import type { FileKind } from "../records";

export const mediaKinds = [
  ...(["photo", "video", "voice", "audio", "document", "sticker", "animation", "video_note"] as const),
] as const satisfies readonly FileKind[];

/** What a message can carry as a file; a thumbnail is only ever part of one. */
export type MediaKind = (typeof mediaKinds)[number];

type KindFacts = {
  /** The first letters of a `file_id`, by which the real server's ids are told apart. */
  idPrefix: string;
  /** The folder in `file_path`. */
  folder: string;
  /** The real server's word in its errors. */
  label: string;
  extension: string;
  mimeType?: string;
  /** What the real server takes as this kind; anything else is sent as a document. */
  accepts?: RegExp;
  hasCaption: boolean;
};

/** The kinds of files as the real server treats them. Prefixes and folders are those seen in its answers. */
export const kinds: Readonly<Record<FileKind, KindFacts>> = {
  photo: { idPrefix: "AgACAgQ", folder: "photos", label: "Photo", extension: "jpg", hasCaption: true },
  video: {
    ...{ idPrefix: "BAACAgQ", folder: "videos", label: "Video", extension: "mp4", hasCaption: true },
    ...{ mimeType: "video/mp4", accepts: /^video\// },
  },
  voice: {
    ...{ idPrefix: "AwACAgQ", folder: "voice", label: "VoiceNote", extension: "oga", hasCaption: true },
    ...{ mimeType: "audio/ogg", accepts: /^audio\/(ogg|mpeg|mp4)$/ },
  },
  audio: {
    ...{ idPrefix: "CQACAgQ", folder: "music", label: "Audio", extension: "mp3", hasCaption: true },
    ...{ mimeType: "audio/mpeg", accepts: /^audio\// },
  },
  document: {
    ...{ idPrefix: "BQACAgQ", folder: "documents", label: "Document", extension: "bin", hasCaption: true },
    mimeType: "application/octet-stream",
  },
  sticker: {
    ...{ idPrefix: "CAACAgQ", folder: "stickers", label: "Sticker", extension: "webp", hasCaption: false },
    accepts: /^(image\/webp|video\/webm|application\/(x-tgsticker|gzip))$/,
  },
  animation: {
    ...{ idPrefix: "CgACAgQ", folder: "animations", label: "Animation", extension: "mp4", hasCaption: true },
    ...{ mimeType: "video/mp4", accepts: /^(video\/mp4|image\/gif)$/ },
  },
  video_note: {
    ...{
      idPrefix: "DQACAgQ",
      folder: "video_notes",
      label: "VideoNote",
      extension: "mp4",
      hasCaption: false,
    },
    accepts: /^video\/mp4$/,
  },
  thumbnail: {
    ...{ idPrefix: "AAMCAgQ", folder: "thumbnails", label: "Thumbnail", extension: "jpg", hasCaption: false },
  },
};
