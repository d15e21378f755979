import { and, eq, sql } from "drizzle-orm";
import { addresses, conversations, files, messages } from "@/db/schema";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  LimitReached,
  openSystemContext,
} from "@/server/kernel";
import { type Brought, bringFile, type Wanted } from "./bring-file";
import { maxFetchTries } from "./rules";

/** One workspace's flood of files waits its turn; the others' go on. */
const fetchRate = { capacity: 60, perSecond: 2 };

/**
 * The later job `files/fetch`: brings what a message carries from the platform into the file store. Safe to run twice;
 * what cannot be kept is noted with its reason.
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
  const brought = await bringFile(ctx, wanted).catch((error: unknown): Brought => {
    if (attempts >= maxFetchTries) return { content: { reason: "provider_unavailable" }, thumbnail: null };
    throw error;
  });
  await note(ctx, fileId, wanted, brought);
  return undefined;
};

async function findWaiting(ctx: Ctx, fileId: string): Promise<Wanted | null> {
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ channelId: addresses.channelId, kind: messages.kind, payload: messages.payload })
      .from(files)
      .innerJoin(messages, and(eq(messages.workspaceId, files.workspaceId), eq(messages.id, files.messageId)))
      .innerJoin(
        addresses,
        and(eq(addresses.workspaceId, messages.workspaceId), eq(addresses.id, messages.addressId)),
      )
      .where(and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, fileId), eq(files.state, "waiting")));
    return row?.payload?.media
      ? { channelId: row.channelId, kind: row.kind, media: row.payload.media }
      : null;
  });
}

/** The row and a hint to the thread that shows it, once. */
async function note(ctx: Ctx, fileId: string, { media }: Wanted, brought: Brought): Promise<void> {
  const { content, thumbnail } = brought;
  await inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ payload: messages.payload })
      .from(files)
      .innerJoin(messages, and(eq(messages.workspaceId, files.workspaceId), eq(messages.id, files.messageId)))
      .where(and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, fileId)))
      .for("update", { of: files });
    // Edited meanwhile into another file: that one is asked for already.
    if (row?.payload?.media?.fileId !== media.fileId) return;
    const [file] = await tx
      .update(files)
      .set({
        ...("reason" in content
          ? { state: "failed", errorCode: content.reason }
          : { state: "stored", errorCode: null, providerUniqueId: media.fileUniqueId ?? null, ...content }),
        thumbnailSha256: thumbnail?.sha256 ?? null,
        thumbnailType: thumbnail?.contentType ?? null,
        thumbnailBytes: thumbnail?.sizeBytes ?? null,
      })
      .where(and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, fileId), eq(files.state, "waiting")))
      .returning({ messageId: files.messageId });
    if (!file) return;
    await tellThread(ctx, tx, file.messageId, "reason" in content ? "file/failed" : "file/stored");
  });
}

async function tellThread(
  ctx: Ctx,
  tx: Parameters<Parameters<typeof inWorkspace>[1]>[0],
  messageId: string,
  event: "file/failed" | "file/stored",
): Promise<void> {
  const w = ctx.workspace.id;
  const [message] = await tx
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.workspaceId, w), eq(messages.id, messageId)));
  const [conversation] = await tx
    .update(conversations)
    .set({ version: sql`${conversations.version} + 1` })
    .where(and(eq(conversations.workspaceId, w), eq(conversations.id, message!.conversationId)))
    .returning({ id: conversations.id, version: conversations.version });
  await emit(tx, ctx, event, { aggregateId: conversation!.id, version: conversation!.version });
}
