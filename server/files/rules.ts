/** What the platform gives bots at the most. */
export const maxFileBytes = 20 * 1024 * 1024;
/** What one workspace may keep. */
export const workspaceQuotaBytes = 10 * 1024 ** 3;

/** Content that is kept and shown: pictures, by what the bytes say, never by a name or a header. */
export const pictureTypes = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/gif",
  "image/avif",
  "image/heic",
  "image/heif",
] as const;

export const isPicture = (contentType: string | undefined): boolean =>
  contentType !== undefined && (pictureTypes as readonly string[]).includes(contentType);

/** Why a file was not kept. */
export const fileReasons = [
  "too_large",
  "not_a_picture",
  "gone",
  "quota_reached",
  "channel_disconnected",
  "provider_unavailable",
] as const;
export type FileReason = (typeof fileReasons)[number];

/** After so many tries a platform that does not give the file is taken for gone. */
export const maxFetchTries = 8;
