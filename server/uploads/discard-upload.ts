import { and, eq } from "drizzle-orm";
import { uploads } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { UploadNotFound } from "./errors";
import { unstage } from "./staging";

/**
 * Throws away a file that a member has brought and will not send.
 *
 * @throws UploadNotFound no such upload of this member
 */
export async function discardUpload({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { uploadId: string };
}): Promise<void> {
  requirePermission(ctx, "file.upload");
  if (ctx.actor.kind !== "member") throw new Error("Only members bring files.");
  const { memberId } = ctx.actor;
  const [gone] = await inWorkspace(ctx, (tx) =>
    tx
      .delete(uploads)
      .where(
        and(
          eq(uploads.workspaceId, ctx.workspace.id),
          eq(uploads.id, input.uploadId),
          eq(uploads.memberId, memberId),
        ),
      )
      .returning({ id: uploads.id }),
  );
  if (!gone) throw new UploadNotFound();
  await unstage(ctx.workspace.id, input.uploadId);
}
