import { imageSize } from "@/lib/files/image-size";

/** What a file's bytes say about it; durations in whole seconds, sides in pixels. */
export type MediaFacts = {
  mimeType: string;
  extension: string;
  width?: number;
  height?: number;
  durationS?: number;
};

const imageTypes = { jpg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp" } as const;

/** Recognises the formats that Telegram's apps send by their first bytes; null when it is none of them. */
export function mediaFacts(bytes: Uint8Array): MediaFacts | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const image = imageSize(view);
  if (image) return { ...image, mimeType: imageTypes[image.extension] };
  if (view.length < 12) return null;
  if (view.toString("latin1", 4, 8) === "ftyp") return mp4Facts(view);
  const start = view.toString("latin1", 0, 4);
  if (start === "OggS") return oggFacts(view);
  if (start === "RIFF" && view.toString("latin1", 8, 12) === "WAVE") return wavFacts(view);
  if (start.startsWith("ID3") || (view[0] === 0xff && ((view[1] as number) & 0xe6) === 0xe2))
    return { mimeType: "audio/mpeg", extension: "mp3" };
  if (start === "%PDF") return { mimeType: "application/pdf", extension: "pdf" };
  if (view.readUInt32BE(0) === 0x1a45dfa3) return { mimeType: "video/webm", extension: "webm" };
  if (start === "PK\u0003\u0004") return { mimeType: "application/zip", extension: "zip" };
  if (view.readUInt16BE(0) === 0x1f8b) return { mimeType: "application/gzip", extension: "gz" };
  return null;
}

/** An ISO base media file: the movie header holds the duration, a track header the picture's sides. */
function mp4Facts(view: Buffer): MediaFacts {
  const isAudio = view.toString("latin1", 8, 11) === "M4A";
  const facts: MediaFacts = isAudio
    ? { mimeType: "audio/mp4", extension: "m4a" }
    : { mimeType: "video/mp4", extension: "mp4" };
  const movie = view.indexOf("mvhd", 0, "latin1");
  if (movie !== -1 && movie + 36 <= view.length) {
    const isLong = view[movie + 4] === 1;
    const scale = view.readUInt32BE(movie + (isLong ? 24 : 16));
    const length = isLong ? Number(view.readBigUInt64BE(movie + 28)) : view.readUInt32BE(movie + 20);
    if (scale > 0) facts.durationS = Math.round(length / scale);
  }
  for (let at = view.indexOf("tkhd", 0, "latin1"); at !== -1; at = view.indexOf("tkhd", at + 4, "latin1")) {
    const sides = at + (view[at + 4] === 1 ? 92 : 80);
    if (sides + 8 > view.length) break;
    const [width, height] = [view.readUInt16BE(sides), view.readUInt16BE(sides + 4)];
    if (width > 0 && height > 0) return { ...facts, width, height };
  }
  return facts;
}

/** The last page's granule position counts samples, at 48 kHz in Opus. */
function oggFacts(view: Buffer): MediaFacts {
  const last = view.lastIndexOf("OggS", undefined, "latin1");
  const facts: MediaFacts = { mimeType: "audio/ogg", extension: "oga" };
  if (last + 14 > view.length) return facts;
  return { ...facts, durationS: Math.round(Number(view.readBigUInt64LE(last + 6)) / 48_000) };
}

function wavFacts(view: Buffer): MediaFacts {
  const facts: MediaFacts = { mimeType: "audio/wav", extension: "wav" };
  const bytesPerSecond = view.length >= 32 ? view.readUInt32LE(28) : 0;
  return bytesPerSecond > 0 ? { ...facts, durationS: Math.round(view.length / bytesPerSecond) } : facts;
}

/** A file's type by its name, for what its bytes do not tell. */
export function mimeTypeByName(fileName: string): string | undefined {
  return byExtension[/\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]?.toLowerCase() ?? ""];
}

const byExtension: Readonly<Record<string, string>> = {
  ...{ txt: "text/plain", csv: "text/csv", html: "text/html", json: "application/json", xml: "text/xml" },
  ...{ pdf: "application/pdf", zip: "application/zip", svg: "image/svg+xml", tgs: "application/x-tgsticker" },
  ...{
    doc: "application/msword",
    xls: "application/vnd.ms-excel",
    apk: "application/vnd.android.package-archive",
  },
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ...{ mp3: "audio/mpeg", ogg: "audio/ogg", oga: "audio/ogg", m4a: "audio/mp4", wav: "audio/wav" },
  ...{ mp4: "video/mp4", webm: "video/webm", mov: "video/quicktime", avi: "video/x-msvideo" },
  ...{ jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp" },
};
