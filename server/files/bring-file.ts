import { and, eq } from "drizzle-orm";
import { fileTypeFromBuffer } from "file-type";
import { files, type MessageMedia } from "@/db/schema";
import {
  BotApiRefusal,
  type BotApiTarget,
  BotFileTooLarge,
  callBotApi,
  downloadBotFile,
  findSendingChannel,
} from "@/server/channels";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { type FileReason, isPicture, judgeContent, maxFileBytes, maxThumbnailBytes } from "./rules";
import { keepBytes } from "./store";
import { addUsedBytes, fileRoomBytes } from "./usage";

const downloadTimeoutMs = 60_000;

export type Wanted = { channelId: string; kind: string; media: MessageMedia };
export type Content = { sha256: string; contentType: string; sizeBytes: number };
export type Brought = { content: Content | { reason: FileReason }; thumbnail: Content | null };

/**
 * Brings what a message carries from the platform into the file store: the file itself, once its bytes have shown to
 * be what the message says, and the platform's small picture of it. A file that is announced larger than bots are
 * given is never asked for; its picture is.
 *
 * @throws when the platform does not answer: to be tried again later
 */
export async function bringFile(ctx: Ctx, wanted: Wanted): Promise<Brought> {
  const known = await findKnown(ctx, wanted.media.fileUniqueId);
  if (known) return known;
  const channel = await findSendingChannel(ctx.workspace.id, wanted.channelId);
  if (!channel?.target) return { content: { reason: "channel_disconnected" }, thumbnail: null };
  const room = await fileRoomBytes(ctx);
  if (room <= 0) return { content: { reason: "quota_reached" }, thumbnail: null };
  const thumbnail = await bringThumbnail(ctx, channel.target, wanted.media);
  return { thumbnail, content: await bringContent(ctx, channel.target, wanted, room) };
}

/** The same sticker a second time: it is here already, whoever sent it. */
async function findKnown(ctx: Ctx, uniqueId: string | undefined): Promise<Brought | null> {
  if (!uniqueId) return null;
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(files)
      .where(
        and(
          eq(files.workspaceId, ctx.workspace.id),
          eq(files.providerUniqueId, uniqueId),
          eq(files.state, "stored"),
        ),
      )
      .limit(1),
  );
  if (!row?.sha256 || !row.contentType || row.sizeBytes === null) return null;
  const { thumbnailSha256, thumbnailType, thumbnailBytes } = row;
  return {
    content: { sha256: row.sha256, contentType: row.contentType, sizeBytes: row.sizeBytes },
    thumbnail:
      thumbnailSha256 && thumbnailType && thumbnailBytes !== null
        ? { sha256: thumbnailSha256, contentType: thumbnailType, sizeBytes: thumbnailBytes }
        : null,
  };
}

async function bringContent(
  ctx: Ctx,
  target: BotApiTarget,
  { kind, media }: Wanted,
  room: number,
): Promise<Brought["content"]> {
  if (!media.fileId) return { reason: "gone" };
  if ((media.sizeBytes ?? 0) > maxFileBytes) return { reason: "too_large" };
  if ((media.sizeBytes ?? 0) > room) return { reason: "quota_reached" };
  const bytes = await download(target, media.fileId, maxFileBytes);
  if ("reason" in bytes) return bytes;
  if (bytes.byteLength > room) return { reason: "quota_reached" };
  const judged = judgeContent(kind, (await fileTypeFromBuffer(bytes))?.mime);
  if ("reason" in judged) return judged;
  return keep(ctx, bytes, judged.contentType);
}

/** Only for the eye: whatever is wrong with it, the file itself goes on. */
async function bringThumbnail(
  ctx: Ctx,
  target: BotApiTarget,
  { thumbnail }: MessageMedia,
): Promise<Content | null> {
  if (!thumbnail) return null;
  const bytes = await download(target, thumbnail.fileId, maxThumbnailBytes);
  if ("reason" in bytes) return null;
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  return type && isPicture(type) ? keep(ctx, bytes, type) : null;
}

async function keep(ctx: Ctx, bytes: Buffer, contentType: string): Promise<Content> {
  const sha256 = await keepBytes(bytes);
  addUsedBytes(ctx, bytes.byteLength);
  return { sha256, contentType, sizeBytes: bytes.byteLength };
}

async function download(
  target: BotApiTarget,
  fileId: string,
  maxBytes: number,
): Promise<Buffer | { reason: FileReason }> {
  try {
    const file = await callBotApi(target, "getFile", { file_id: fileId });
    if ((file.file_size ?? 0) > maxBytes) return { reason: "too_large" };
    if (!file.file_path) return { reason: "gone" };
    return await downloadBotFile(target, file.file_path, { maxBytes, timeoutMs: downloadTimeoutMs });
  } catch (error) {
    if (error instanceof BotFileTooLarge) return { reason: "too_large" };
    if (error instanceof BotApiRefusal && error.status === 400) {
      return { reason: /too big/i.test(error.description) ? "too_large" : "gone" };
    }
    if (error instanceof BotApiRefusal && error.status === 404) return { reason: "gone" };
    throw error;
  }
}
