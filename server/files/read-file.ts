import { and, eq } from "drizzle-orm";
import { files, messages } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { FileNotFound } from "./errors";
import { sizeOfKept } from "./store";

/** What stands in the store under a hash, and what it is. */
export type StoredFile = { sha256: string; contentType: string; sizeBytes: number; name: string | null };

/**
 * A stored file of this workspace, or the small picture of one (which may be here without the file).
 *
 * @throws FileNotFound no such file here, or not stored
 */
export async function readFile({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { fileId: string; part?: "content" | "thumbnail" };
}): Promise<StoredFile> {
  requirePermission(ctx, "file.read");
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ file: files, payload: messages.payload })
      .from(files)
      .innerJoin(messages, and(eq(messages.workspaceId, files.workspaceId), eq(messages.id, files.messageId)))
      .where(and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, input.fileId))),
  );
  if (!row) throw new FileNotFound();
  const { file, payload } = row;
  const isThumbnail = input.part === "thumbnail";
  const sha256 = isThumbnail ? file.thumbnailSha256 : file.state === "stored" ? file.sha256 : null;
  const contentType = isThumbnail ? file.thumbnailType : file.contentType;
  if (!sha256 || !contentType) throw new FileNotFound();
  const sizeBytes = await sizeOfKept(sha256);
  if (sizeBytes === null) throw new FileNotFound();
  return { sha256, contentType, sizeBytes, name: isThumbnail ? null : (payload?.media?.name ?? null) };
}
