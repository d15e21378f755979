import { and, eq, sql } from "drizzle-orm";
import { addresses, conversations, files, messages } from "@/db/schema";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
} from "@/server/kernel";
import { type Brought, bringFile, type Wanted } from "./bring-file";
import { maxFetchTries } from "./rules";

/** One workspace's flood of files waits its turn; the others' go on. */
const ofWorkspace = { capacity: 60, perSecond: 2 };
/** Of this process, all workspaces together: what is said is answered before what was sent is fetched. */
const ofProcess = { capacity: 4, perSecond: 20 };

/**
 * The later job `files/fetch`: brings what a message carries from the platform into the file store. Safe to run twice;
 * what cannot be kept is noted with its reason.
 */
export const fetchFile: LaterHandler = async ({ workspaceId, subject: fileId, attempts }) => {
  const turn = bookTurn(workspaceId, fileId);
  if (turn) return { againAt: turn };
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "files" });
  const wanted = await findWaiting(ctx, fileId);
  if (!wanted) return undefined;
  const brought = await bringFile(ctx, wanted).catch((error: unknown): Brought => {
    if (attempts >= maxFetchTries) return { content: { reason: "provider_unavailable" }, thumbnail: null };
    throw error;
  });
  await note(ctx, fileId, wanted, brought);
  return undefined;
};

/** While the disk is full what was sent stays where it is. */
const fullPauseMs = 30_000;

/** When its turn comes, or null when it is now. */
function bookTurn(workspaceId: string, fileId: string): Date | null {
  const { limits, clock, storage } = getRuntime();
  if (!storage.isAccepting) return new Date(clock.now().getTime() + fullPauseMs);
  const turn = limits.book("files", workspaceId, ofWorkspace, fileId);
  if (turn > clock.now()) return turn;
  const shared = limits.book("all files", "", ofProcess, fileId);
  return shared > clock.now() ? shared : null;
}

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
