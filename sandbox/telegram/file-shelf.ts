import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PhotoSize } from "@grammyjs/types";
import { imageSize } from "./image-size";
import { grey } from "./png";
import type { StateRecord, StoredFile } from "./records";

const idPrefix = "AgACAgQAAx0";
const thumbnailSide = 90;

/** The bytes of photos, one file each in the data folder. */
export class FileShelf {
  constructor(private readonly folder: string) {}

  /**
   * Lays a photo down and gives its sizes, smallest first, as the real server does: a small grey stand-in for
   * the thumbnail (so that a bot which fetches the wrong size sees it) and the photo itself.
   *
   * @returns null when the bytes are no image
   */
  addPhoto(
    bot: number,
    bytes: Uint8Array,
    nextNumber: number,
  ): { sizes: PhotoSize[]; records: StateRecord[] } | null {
    const size = imageSize(bytes);
    if (!size) return null;
    const scale = Math.min(1, thumbnailSide / Math.max(size.width, size.height));
    const width = Math.max(1, Math.round(size.width * scale));
    const height = Math.max(1, Math.round(size.height * scale));
    const files = [
      this.lay({ bot, number: nextNumber, extension: "png", bytes: grey(width, height), width, height }),
      this.lay({
        bot,
        number: nextNumber + 1,
        extension: size.extension,
        bytes,
        width: size.width,
        height: size.height,
      }),
    ];
    return { sizes: files.map(photoSize), records: files.map((file) => ({ t: "file", file })) };
  }

  read(file: StoredFile): Uint8Array {
    return readFileSync(join(this.folder, file.unique));
  }

  private lay(photo: {
    bot: number;
    number: number;
    extension: string;
    bytes: Uint8Array;
    width: number;
    height: number;
  }): StoredFile {
    const { bot, number, extension, bytes, width, height } = photo;
    const unique = `AQAD${randomBytes(9).toString("base64url")}`;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(join(this.folder, unique), bytes);
    return { bot, unique, path: `photos/file_${number}.${extension}`, size: bytes.byteLength, width, height };
  }
}

/** A stored photo as a message names it. */
export function photoSize(file: StoredFile): PhotoSize {
  return {
    file_id: fileIdOf(file),
    file_unique_id: file.unique,
    width: file.width,
    height: file.height,
    file_size: file.size,
  };
}

/** A `file_id` belongs to one bot: another one cannot use it. */
export function fileIdOf(file: StoredFile): string {
  return idPrefix + Buffer.from(`${file.bot}:${file.unique}`).toString("base64url");
}

/** The bot and name behind a `file_id`, or null when it is none of ours. */
export function parseFileId(fileId: string): { bot: number; unique: string } | null {
  if (!fileId.startsWith(idPrefix)) return null;
  const match = /^(\d+):(.+)$/.exec(Buffer.from(fileId.slice(idPrefix.length), "base64url").toString());
  return match ? { bot: Number(match[1]), unique: match[2] as string } : null;
}
