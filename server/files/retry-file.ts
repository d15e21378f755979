import { and, eq } from "drizzle-orm";
import { files } from "@/db/schema";
import {
  type Ctx,
  inWorkspace,
  recordAudit,
  requirePermission,
  runLater,
  toPublicId,
  wakeAfterCommit,
} from "@/server/kernel";
import { FileNotFetchable, FileNotFound } from "./errors";
import { canFetchAgain } from "./rules";
import { RetryFileInput, WaitingFile } from "./schemas";

/**
 * Fetches a file again that did not come: after room was made, the bot was connected again or the platform came back.
 *
 * @throws FileNotFound     no such file in this workspace
 * @throws FileNotFetchable it is here, on its way, or will never be given
 */
export async function retryFile({ ctx, input }: { ctx: Ctx; input: RetryFileInput }): Promise<WaitingFile> {
  requirePermission(ctx, "file.retry");
  const { fileId } = RetryFileInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const mine = and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, fileId));
    const [before] = await tx.select().from(files).where(mine);
    if (!before) throw new FileNotFound();
    const refusal = new FileNotFetchable({ fileId: toPublicId("file", fileId), state: before.state });
    if (!canFetchAgain({ state: before.state, reason: before.errorCode })) throw refusal;
    const [after] = await tx
      .update(files)
      .set({ state: "waiting", errorCode: null })
      .where(and(mine, eq(files.state, "failed")))
      .returning();
    if (!after) throw refusal;
    await runLater(tx, {
      workspaceId: ctx.workspace.id,
      kind: "files/fetch",
      subject: fileId,
      dueAt: ctx.clock.now(),
    });
    await recordAudit(tx, ctx, { action: "file.retry", entity: fileId, before, after });
    wakeAfterCommit(tx, "later");
    return WaitingFile.parse({ id: toPublicId("file", fileId), state: after.state });
  });
}
