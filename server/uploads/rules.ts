/** Pure decisions about what members send; the browser uses them before it sends a byte. */

/** What the platform takes from bots at the most (https://core.telegram.org/bots/api#sending-files). */
export const maxUploadBytes = 50 * 1024 * 1024;
/** The platform's limits of a photo; what is beyond is sent as a document. */
export const maxPhotoBytes = 10 * 1024 * 1024;
const maxPhotoSides = 10_000;
const maxPhotoRatio = 20;
/** An album's parts. */
export const maxAlbumParts = 10;

export const uploadKinds = ["photo", "video", "animation", "audio", "voice", "document"] as const;
export type UploadKind = (typeof uploadKinds)[number];

/** Why a file cannot be sent; the closed list. */
export const uploadReasons = [
  "too_large",
  "empty",
  "not_what_it_says",
  "quota_reached",
  "cut_short",
] as const;
export type UploadReason = (typeof uploadReasons)[number];

/** Why a picture goes as a document. */
export type PhotoObstacle = "photo_too_large" | "photo_sides" | "photo_format";

export type JudgedUpload = { kind: UploadKind; contentType: string; photoObstacle: PhotoObstacle | null };

const photoTypes = ["image/jpeg", "image/png", "image/webp"];
const unknownType = "application/octet-stream";
/** By the bytes nothing but text; a browser would run the last two as a page. */
const textTypes: Record<string, string> = {
  txt: "text/plain",
  csv: "text/csv",
  md: "text/markdown",
  json: "application/json",
};

/**
 * As what a file is sent, by what its bytes show. A picture, film or sound by its name that is none by its bytes is
 * refused: whoever chose it would be surprised by what arrives.
 *
 * @param detected the type that the bytes show; undefined when they show none, as text does
 * @param sides    in pixels, of a picture
 */
export function judgeUpload(file: {
  detected: string | undefined;
  claimedType: string;
  name: string;
  sizeBytes: number;
  sides: { width: number; height: number } | null;
}): JudgedUpload | { reason: UploadReason } {
  const { sizeBytes, sides } = file;
  if (sizeBytes === 0) return { reason: "empty" };
  if (sizeBytes > maxUploadBytes) return { reason: "too_large" };
  const detected = file.detected?.split(";")[0]?.trim();
  if (isBelied(file.claimedType, detected)) return { reason: "not_what_it_says" };
  if (detected?.startsWith("image/") && detected !== "image/gif") {
    const photoObstacle = whyNoPhoto(detected, sizeBytes, sides);
    return { kind: photoObstacle ? "document" : "photo", contentType: detected, photoObstacle };
  }
  const contentType = detected ?? textTypes[endingOf(file.name)] ?? unknownType;
  return { kind: kindByType(contentType, file.detected ?? ""), contentType, photoObstacle: null };
}

function isBelied(claimedType: string, detected: string | undefined): boolean {
  const claimed = /^(image|video|audio)\//.exec(claimedType)?.[1];
  // A drawing of text is told by no first bytes.
  if (!claimed || claimedType.startsWith("image/svg")) return false;
  const shown = detected?.split("/")[0];
  if (claimed === "image") return shown !== "image";
  // Sounds and films share their boxes: either passes for the other.
  return shown !== "video" && shown !== "audio" && detected !== "application/ogg";
}

function whyNoPhoto(
  contentType: string,
  sizeBytes: number,
  sides: { width: number; height: number } | null,
): PhotoObstacle | null {
  if (!photoTypes.includes(contentType) || !sides) return "photo_format";
  if (sizeBytes > maxPhotoBytes) return "photo_too_large";
  const { width, height } = sides;
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height));
  return width + height > maxPhotoSides || ratio > maxPhotoRatio ? "photo_sides" : null;
}

/** What the platform plays by itself; the rest arrives as a document. */
function kindByType(contentType: string, detected: string): UploadKind {
  if (contentType === "image/gif") return "animation";
  if (contentType === "video/mp4") return "video";
  if (["audio/mpeg", "audio/mp4", "audio/x-m4a"].includes(contentType)) return "audio";
  return contentType === "audio/ogg" && /opus/i.test(detected) ? "voice" : "document";
}

const endingOf = (name: string): string => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";

/** Kinds that the platform takes into one album; the others go alone. */
const albums: Partial<Record<UploadKind, string>> = {
  photo: "seen",
  video: "seen",
  document: "documents",
  audio: "sounds",
};

/**
 * Puts files together as they can go in one call, in the order of the first of each kind: pictures with films,
 * documents with documents, sounds with sounds, at most ten; a voice or an animation alone.
 */
export function toParcels<File extends { kind: UploadKind }>(files: readonly File[]): File[][] {
  const parcels: { album: string | undefined; files: File[] }[] = [];
  for (const file of files) {
    const album = albums[file.kind];
    const open = album && parcels.find((one) => one.album === album && one.files.length < maxAlbumParts);
    if (open) open.files.push(file);
    else parcels.push({ album, files: [file] });
  }
  return parcels.map((one) => one.files);
}
