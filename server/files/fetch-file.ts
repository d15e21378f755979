import { and, eq, sql } from "drizzle-orm";
import { fileTypeFromBuffer } from "file-type";
import { addresses, conversations, files, messages } from "@/db/schema";
import {
  BotApiRefusal,
  BotFileTooLarge,
  callBotApi,
  downloadBotFile,
  findSendingChannel,
} from "@/server/channels";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  LimitReached,
  openSystemContext,
} from "@/server/kernel";
import { type FileReason, isPicture, maxFetchTries, maxFileBytes, workspaceQuotaBytes } from "./rules";
import { keepBytes } from "./store";

const downloadTimeoutMs = 60_000;
/** One workspace's flood of photos waits its turn; the others' go on. */
const fetchRate = { capacity: 60, perSecond: 2 };

/**
 * The later job `files/fetch`: brings a photo that a message carries from the platform into the file store, once its
 * content has shown to be a picture. Safe to run twice; what cannot be kept is noted with its reason.
 */
export const fetchFile: LaterHandler = async ({ workspaceId, subject: fileId, attempts }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "files" });
  const wanted = await findWaiting(ctx, fileId);
  if (!wanted) return undefined;
  const { limits, clock } = getRuntime();
  try {
    limits.take("files", workspaceId, fetchRate);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return { againAt: new Date(clock.now().getTime() + 5_000) };
  }
  const outcome = await bring(workspaceId, wanted).catch((error: unknown) => {
    if (attempts >= maxFetchTries) return { reason: "provider_unavailable" as const };
    throw error;
  });
  await note(ctx, fileId, outcome);
  return undefined;
};

type Waiting = { channelId: string; providerFileId: string; keptBytes: number };
type Brought = { reason: FileReason } | { sha256: string; contentType: string; sizeBytes: number };

async function findWaiting(ctx: Ctx, fileId: string): Promise<Waiting | null> {
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ channelId: addresses.channelId, payload: messages.payload })
      .from(files)
      .innerJoin(messages, and(eq(messages.workspaceId, files.workspaceId), eq(messages.id, files.messageId)))
      .innerJoin(
        addresses,
        and(eq(addresses.workspaceId, messages.workspaceId), eq(addresses.id, messages.addressId)),
      )
      .where(and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, fileId), eq(files.state, "waiting")));
    if (!row?.payload?.photo) return null;
    const [kept] = await tx
      .select({ bytes: sql<string>`coalesce(sum(${files.sizeBytes}), 0)` })
      .from(files)
      .where(eq(files.workspaceId, ctx.workspace.id));
    return {
      channelId: row.channelId,
      providerFileId: row.payload.photo.fileId,
      keptBytes: Number(kept!.bytes),
    };
  });
}

/** @throws when the platform does not answer: the job is tried again later */
async function bring(workspaceId: string, wanted: Waiting): Promise<Brought> {
  if (wanted.keptBytes >= workspaceQuotaBytes) return { reason: "quota_reached" };
  const channel = await findSendingChannel(workspaceId, wanted.channelId);
  if (!channel?.target) return { reason: "channel_disconnected" };
  try {
    const file = await callBotApi(channel.target, "getFile", { file_id: wanted.providerFileId });
    if ((file.file_size ?? 0) > maxFileBytes) return { reason: "too_large" };
    if (!file.file_path) return { reason: "gone" };
    const bytes = await downloadBotFile(channel.target, file.file_path, {
      maxBytes: maxFileBytes,
      timeoutMs: downloadTimeoutMs,
    });
    const type = await fileTypeFromBuffer(bytes);
    if (!type || !isPicture(type.mime)) return { reason: "not_a_picture" };
    return { sha256: await keepBytes(bytes), contentType: type.mime, sizeBytes: bytes.byteLength };
  } catch (error) {
    if (error instanceof BotFileTooLarge) return { reason: "too_large" };
    if (error instanceof BotApiRefusal && error.status === 400) {
      return { reason: /too big/i.test(error.description) ? "too_large" : "gone" };
    }
    if (error instanceof BotApiRefusal && error.status === 404) return { reason: "gone" };
    throw error;
  }
}

/** The row and a hint to the thread that shows it, once. */
async function note(ctx: Ctx, fileId: string, outcome: Brought): Promise<void> {
  await inWorkspace(ctx, async (tx) => {
    const [file] = await tx
      .update(files)
      .set(
        "reason" in outcome
          ? { state: "failed", errorCode: outcome.reason }
          : { state: "stored", ...outcome },
      )
      .where(and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, fileId), eq(files.state, "waiting")))
      .returning({ messageId: files.messageId });
    if (!file) return;
    const [message] = await tx
      .select({ conversationId: messages.conversationId })
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspace.id), eq(messages.id, file.messageId)));
    const [conversation] = await tx
      .update(conversations)
      .set({ version: sql`${conversations.version} + 1` })
      .where(
        and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, message!.conversationId)),
      )
      .returning({ id: conversations.id, version: conversations.version });
    await emit(tx, ctx, "reason" in outcome ? "file/failed" : "file/stored", {
      aggregateId: conversation!.id,
      version: conversation!.version,
    });
  });
}
