import { fileTypeFromBuffer } from "file-type";
import { LogoRefused } from "./errors";
import { leastLogoPixels, logoSide, logoTypes, maxLogoBytes, maxLogoPixels } from "./rules";

/**
 * Draws a picture anew as a logo: WebP of at most 512 pixels, upright, without whatever else the file carried.
 *
 * @throws LogoRefused
 */
export async function drawLogo(
  bytes: Uint8Array,
): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  if (bytes.byteLength === 0) throw new LogoRefused({ reason: "empty" });
  if (bytes.byteLength > maxLogoBytes) throw new LogoRefused({ reason: "too_large" });
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  if (!logoTypes.some((known) => known === type)) {
    throw new LogoRefused({ reason: isDrawing(type, bytes) ? "svg" : "not_a_picture" });
  }
  // Fetched when the first logo is brought: it weighs tens of megabytes.
  const { default: sharp } = await import("sharp");
  const picture = sharp(bytes, { limitInputPixels: maxLogoPixels, failOn: "error" });
  const { width, height } = await picture.metadata().catch(refuseUnreadable);
  if (width * height > maxLogoPixels) throw new LogoRefused({ reason: "too_many_pixels" });
  if (Math.min(width, height) < leastLogoPixels) throw new LogoRefused({ reason: "too_small" });
  const { data, info } = await picture
    .rotate()
    .resize(logoSide, logoSide, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 90, alphaQuality: 100 })
    .toBuffer({ resolveWithObject: true })
    .catch(refuseUnreadable);
  return { bytes: data, width: info.width, height: info.height };
}

function refuseUnreadable(error: unknown): never {
  const isTooLarge = error instanceof Error && /pixel limit/i.test(error.message);
  throw new LogoRefused({ reason: isTooLarge ? "too_many_pixels" : "unreadable" });
}

/** SVG is text: by its first bytes it is XML, or nothing that a table of first bytes knows. */
function isDrawing(type: string | undefined, bytes: Uint8Array): boolean {
  if (type && type !== "application/xml" && type !== "image/svg+xml") return false;
  return /<svg[\s>]/i.test(Buffer.from(bytes.subarray(0, 64 * 1024)).toString("utf8"));
}
