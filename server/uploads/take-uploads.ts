import { and, eq, inArray } from "drizzle-orm";
import { files, uploads } from "@/db/schema";
import { keepStaged } from "@/server/files";
import type { Ctx, Transaction } from "@/server/kernel";
import { UploadNotFound } from "./errors";
import { stagedPath } from "./staging";

export type TakenUpload = typeof uploads.$inferSelect;

/**
 * Takes a member's uploads for messages that the caller writes in the same transaction: their bytes stand in the file
 * store, their rows are gone, each can be taken once. The bytes that stand aside are left to the sweep: until the
 * transaction has committed they may be needed again.
 *
 * @returns them in the order asked for; once they are committed their bytes are to be noted (`addUsedBytes`)
 * @throws UploadNotFound one of them is not there, or not this member's
 */
export async function takeUploads(
  tx: Transaction,
  ctx: Ctx,
  input: { uploadIds: readonly string[]; memberId: string },
): Promise<TakenUpload[]> {
  if (input.uploadIds.length === 0) return [];
  const rows = await tx
    .delete(uploads)
    .where(
      and(
        eq(uploads.workspaceId, ctx.workspace.id),
        inArray(uploads.id, [...new Set(input.uploadIds)]),
        eq(uploads.memberId, input.memberId),
      ),
    )
    .returning();
  const taken = input.uploadIds.map((id) => rows.find((row) => row.id === id));
  if (!taken.every((row) => row !== undefined)) throw new UploadNotFound();
  for (const row of taken) await keepStaged(stagedPath(ctx.workspace.id, row.id), row.sha256);
  return taken;
}

/** Gives messages that the caller has written the files that it has taken for them: each under its upload's id. */
export async function attachUploads(
  tx: Transaction,
  ctx: Ctx,
  pairs: readonly { file: TakenUpload; messageId: string }[],
): Promise<void> {
  await tx.insert(files).values(
    pairs.map(({ file, messageId }) => ({
      workspaceId: ctx.workspace.id,
      id: file.id,
      messageId,
      state: "stored" as const,
      sha256: file.sha256,
      contentType: file.contentType,
      sizeBytes: file.sizeBytes,
      createdAt: ctx.clock.now(),
    })),
  );
}
