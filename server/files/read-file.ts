import { and, eq } from "drizzle-orm";
import { files } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { FileNotFound } from "./errors";
import { readBytes } from "./store";

export type StoredFile = { contentType: string; sha256: string; bytes: Buffer };

/**
 * A stored file of this workspace with its bytes.
 *
 * @throws FileNotFound no such file here, or not stored
 */
export async function readFile({ ctx, input }: { ctx: Ctx; input: { fileId: string } }): Promise<StoredFile> {
  requirePermission(ctx, "file.read");
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(files)
      .where(
        and(eq(files.workspaceId, ctx.workspace.id), eq(files.id, input.fileId), eq(files.state, "stored")),
      ),
  );
  if (!row?.sha256 || !row.contentType) throw new FileNotFound();
  const bytes = await readBytes(row.sha256);
  if (!bytes) throw new FileNotFound();
  return { contentType: row.contentType, sha256: row.sha256, bytes };
}
