import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { imageSize } from "@/lib/files/image-size";
import type { FileDetails, FileKind, StateRecord, StoredFile } from "../records";
import { kinds, type MediaKind } from "./kinds";
import { type MediaFacts, mediaFacts, mimeTypeByName } from "./media-facts";
import { grey } from "./png";

const thumbnailSides: Readonly<Partial<Record<MediaKind, number>>> = {
  photo: 90,
  ...{ video: 320, animation: 320, video_note: 320, sticker: 128, document: 320 },
};

/** A file as a sender gives it: its bytes or, for one that is only announced, its size. */
export type GivenFile = FileDetails & {
  bytes?: Uint8Array;
  size?: number;
  width?: number;
  height?: number;
  thumbnail?: Uint8Array;
};

/** The bytes of files, one each in the data folder. */
export class FileShelf {
  private isMade = false;

  constructor(private readonly folder: string) {}

  /**
   * Lays a photo down and gives its sizes, smallest first, as the real server does: a small grey stand-in for
   * the thumbnail (so that a bot which fetches the wrong size sees it) and the photo itself.
   *
   * @returns null when the bytes are no image and no sides are told either
   */
  addPhoto(
    bot: number,
    given: GivenFile,
    nextNumber: number,
  ): { file: StoredFile; records: StateRecord[] } | null {
    const size = given.bytes && imageSize(given.bytes);
    const { width = size?.width, height = size?.height } = given;
    if (!width || !height) return null;
    return this.lay(bot, "photo", { ...given, width, height }, size?.extension ?? "jpg", nextNumber);
  }

  /** Lays any other file down, with what its bytes and its name say about it where the sender did not. */
  add(
    bot: number,
    kind: MediaKind,
    given: GivenFile,
    nextNumber: number,
  ): { file: StoredFile; records: StateRecord[] } {
    const facts = given.bytes ? mediaFacts(given.bytes) : null;
    const named = given.fileName ? mimeTypeByName(given.fileName) : undefined;
    const mimeType = given.mimeType ?? named ?? facts?.mimeType ?? kinds[kind].mimeType;
    const complete = { ...completed(kind, given, facts), ...(mimeType !== undefined && { mimeType }) };
    const fromName = /\.([A-Za-z0-9]{1,8})$/.exec(given.fileName ?? "")?.[1];
    const extension = fromName ?? facts?.extension ?? kinds[kind].extension;
    return this.lay(bot, kind, complete, extension, nextNumber);
  }

  read(file: StoredFile): Uint8Array {
    if (file.content === "grey") return grey(file.width, file.height);
    if (file.content === "none") return new Uint8Array();
    return readFileSync(join(this.folder, file.unique));
  }

  private lay(
    bot: number,
    kind: MediaKind,
    given: GivenFile,
    extension: string,
    number: number,
  ): { file: StoredFile; records: StateRecord[] } {
    const { bytes, size, width = 0, height = 0, thumbnail: ownThumbnail, ...details } = given;
    const thumbnail = this.thumbnailOf(bot, kind, { width, height }, ownThumbnail, number);
    const unique = newUnique(kind);
    const place = thumbnail ? number + 1 : number;
    const isKept = Object.values(details).some((value) => value !== undefined);
    const file: StoredFile = {
      ...{ bot, unique, path: `${kinds[kind].folder}/file_${place}.${extension}` },
      ...{ size: size ?? bytes?.byteLength ?? 0, width, height },
      ...(kind !== "photo" && { kind }),
      ...(isKept && { details }),
      ...(thumbnail && { thumbnail: thumbnail.unique }),
      ...(!bytes && { content: "none" as const }),
    };
    if (bytes) this.write(unique, bytes);
    const files = thumbnail ? [thumbnail, file] : [file];
    return { file, records: files.map((one) => ({ t: "file", file: one })) };
  }

  private thumbnailOf(
    bot: number,
    kind: MediaKind,
    sides: { width: number; height: number },
    own: Uint8Array | undefined,
    number: number,
  ): StoredFile | null {
    const ownSize = own && imageSize(own);
    const longest = thumbnailSides[kind];
    const { width: fullWidth, height: fullHeight } = ownSize ?? sides;
    if (longest === undefined || fullWidth === 0 || fullHeight === 0) return null;
    const isPhoto = kind === "photo";
    const unique = newUnique(isPhoto ? "photo" : "thumbnail");
    const shape = { bot, unique, ...(!isPhoto && { kind: "thumbnail" as const }) };
    const folder = isPhoto ? "photos" : "thumbnails";
    if (own && ownSize) {
      this.write(unique, own);
      const path = `${folder}/file_${number}.${ownSize.extension}`;
      return { ...shape, path, size: own.byteLength, width: fullWidth, height: fullHeight };
    }
    const scale = Math.min(1, longest / Math.max(fullWidth, fullHeight));
    const width = Math.max(1, Math.round(fullWidth * scale));
    const height = Math.max(1, Math.round(fullHeight * scale));
    const size = grey(width, height).byteLength;
    return { ...shape, path: `${folder}/file_${number}.png`, size, width, height, content: "grey" };
  }

  private write(unique: string, bytes: Uint8Array): void {
    if (!this.isMade) mkdirSync(this.folder, { recursive: true });
    this.isMade = true;
    writeFileSync(join(this.folder, unique), bytes);
  }
}

/** What the apps always say about a kind: sides of a moving picture, the length of a sound. */
function completed(kind: MediaKind, given: GivenFile, facts: MediaFacts | null): GivenFile {
  const { width = facts?.width, height = facts?.height, durationS = facts?.durationS } = given;
  const sides = width && height ? { width, height } : undefined;
  switch (kind) {
    case "video":
    case "animation":
      return { ...given, ...(sides ?? { width: 320, height: 240 }), durationS: durationS ?? 0 };
    case "video_note": {
      const length = given.width ?? facts?.width ?? 240;
      return { ...given, width: length, height: length, durationS: durationS ?? 0 };
    }
    case "sticker": {
      const isAnimated = given.isAnimated || given.fileName?.endsWith(".tgs") || facts?.extension === "gz";
      const isVideo = given.isVideo || facts?.mimeType === "video/webm";
      const state = {
        ...(isAnimated && { isAnimated: true as const }),
        ...(isVideo && { isVideo: true as const }),
      };
      return { ...given, ...(sides ?? { width: 512, height: 512 }), ...state };
    }
    case "voice":
    case "audio":
      return { ...given, durationS: durationS ?? 0 };
    case "document":
    case "photo":
      return { ...given, ...sides };
  }
}

/** Photos and other files have their own beginnings, as in the real server. */
function newUnique(kind: FileKind): string {
  return `${kind === "photo" || kind === "thumbnail" ? "AQAD" : "AgAD"}${randomBytes(9).toString("base64url")}`;
}
