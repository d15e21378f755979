import { fileTypeFromBuffer } from "file-type";
import { uploads } from "@/db/schema";
import { imageSize } from "@/lib/files/image-size";
import { safeFileName } from "@/lib/text/file-name";
import { fileRoomBytes } from "@/server/files";
import {
  type Ctx,
  getRuntime,
  inWorkspace,
  newId,
  requirePermission,
  runLater,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { UploadRefused } from "./errors";
import { judgeUpload } from "./rules";
import type { Upload } from "./schemas";
import { type Staged, stage, unstage } from "./staging";
import { keptMs, sweepUploadsKind } from "./sweep-uploads";
import { waitingBytes } from "./waiting-bytes";

/** A member's hand cannot attach faster; a script can. */
const uploadRate = { capacity: 40, perSecond: 1 };

/**
 * Takes a file that a member brings: streams it aside, tells by its bytes what it is, and notes it until a message
 * carries it or a day has passed.
 *
 * @throws UploadRefused too large, empty, not what its name says, or past the workspace's room; nothing of it is kept
 * @throws LimitReached  too many in a short time
 * @throws StorageFull   the disk is full, or became it while the file came; nothing of it is kept
 */
export async function receiveUpload({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: {
    name: string;
    /** What the browser takes it for, by its name. */
    claimedType: string;
    pieces: AsyncIterable<Uint8Array>;
  };
}): Promise<Upload> {
  requirePermission(ctx, "file.upload");
  if (ctx.actor.kind !== "member") throw new Error("Only members bring files.");
  const { memberId } = ctx.actor;
  const { limits, storage } = getRuntime();
  storage.requireRoom();
  limits.take("uploads", memberId, uploadRate);
  if ((await roomBytes(ctx)) <= 0) throw new UploadRefused({ reason: "quota_reached" });
  const id = newId();
  const staged = await stage(ctx.workspace.id, id, input.pieces);
  try {
    return await note(ctx, { id, memberId, staged, ...input });
  } catch (error) {
    await unstage(ctx.workspace.id, id);
    throw error;
  }
}

/** What the workspace may still bring, uploads that wait counted in. */
async function roomBytes(ctx: Ctx): Promise<number> {
  return (await fileRoomBytes(ctx)) - (await inWorkspace(ctx, (tx) => waitingBytes(tx, ctx)));
}

async function note(
  ctx: Ctx,
  file: { id: string; memberId: string; staged: Staged; name: string; claimedType: string },
): Promise<Upload> {
  const { id, memberId, staged } = file;
  if (staged.sizeBytes > (await roomBytes(ctx))) throw new UploadRefused({ reason: "quota_reached" });
  const detected = (await fileTypeFromBuffer(staged.head))?.mime;
  const sides = detected?.startsWith("image/") ? imageSize(staged.head) : null;
  const judged = judgeUpload({
    detected,
    claimedType: file.claimedType,
    name: file.name,
    sizeBytes: staged.sizeBytes,
    sides,
  });
  if ("reason" in judged) throw new UploadRefused(judged);
  const { photoObstacle, ...kindAndType } = judged;
  const row = {
    ...kindAndType,
    name: safeFileName(file.name) || "file",
    sizeBytes: staged.sizeBytes,
    width: sides?.width ?? null,
    height: sides?.height ?? null,
  };
  const now = ctx.clock.now();
  await inWorkspace(ctx, async (tx: Transaction) => {
    await tx
      .insert(uploads)
      .values({ ...row, workspaceId: ctx.workspace.id, id, memberId, sha256: staged.sha256, createdAt: now });
    await runLater(tx, {
      workspaceId: ctx.workspace.id,
      kind: sweepUploadsKind,
      subject: "all",
      dueAt: new Date(now.getTime() + keptMs),
    });
  });
  return { ...row, id: toPublicId("file", id), photoObstacle };
}
