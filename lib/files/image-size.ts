export type ImageSize = { width: number; height: number; extension: "jpg" | "png" | "gif" | "webp" };

/** Reads an image's format and size from its first bytes; null when it is none that Telegram takes as a photo. */
export function imageSize(bytes: Uint8Array): ImageSize | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 24) return null;
  if (view.readUInt32BE(0) === 0x89504e47) {
    return { width: view.readUInt32BE(16), height: view.readUInt32BE(20), extension: "png" };
  }
  if (view.toString("latin1", 0, 4) === "GIF8") {
    return { width: view.readUInt16LE(6), height: view.readUInt16LE(8), extension: "gif" };
  }
  if (view.readUInt16BE(0) === 0xffd8) return jpegSize(view);
  if (view.toString("latin1", 0, 4) === "RIFF" && view.toString("latin1", 8, 12) === "WEBP")
    return webpSize(view);
  return null;
}

function jpegSize(view: Buffer): ImageSize | null {
  let offset = 2;
  while (offset + 9 < view.length) {
    if (view[offset] !== 0xff) return null;
    const marker = view[offset + 1] as number;
    // Start-of-frame markers carry the size; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return {
        width: view.readUInt16BE(offset + 7),
        height: view.readUInt16BE(offset + 5),
        extension: "jpg",
      };
    }
    offset += 2 + view.readUInt16BE(offset + 2);
  }
  return null;
}

function webpSize(view: Buffer): ImageSize | null {
  if (view.length < 30) return null;
  const kind = view.toString("latin1", 12, 16);
  if (kind === "VP8X")
    return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1, extension: "webp" };
  if (kind === "VP8 ") {
    return {
      width: view.readUInt16LE(26) & 0x3fff,
      height: view.readUInt16LE(28) & 0x3fff,
      extension: "webp",
    };
  }
  if (kind !== "VP8L") return null;
  const bits = view.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, extension: "webp" };
}
