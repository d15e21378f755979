import { and, eq, inArray, sql } from "drizzle-orm";
import { files } from "@/db/schema";
import { type Ctx, getRuntime, inWorkspace } from "@/server/kernel";
import { removeKept } from "./store";

const rowsAtATime = 1_000;

/**
 * Forgets every file of a workspace that is being erased: the bytes that nobody else has brought too, then the rows.
 */
export async function forgetFilesOf(ctx: Ctx): Promise<void> {
  const mine = eq(files.workspaceId, ctx.workspace.id);
  for (;;) {
    const rows = await inWorkspace(ctx, (tx) => tx.select().from(files).where(mine).limit(rowsAtATime));
    if (rows.length === 0) return;
    const hashes = rows.flatMap(({ sha256, thumbnailSha256 }) => [sha256, thumbnailSha256]);
    await forgetBytes(
      hashes.filter((hash) => hash !== null),
      ctx.workspace.id,
    );
    const ids = rows.map(({ id }) => id);
    await inWorkspace(ctx, (tx) => tx.delete(files).where(and(mine, inArray(files.id, ids))));
  }
}

/**
 * Removes bytes from the store unless somebody points at them.
 *
 * @param butFor the workspace whose own pointing does not count, because it is about to go
 */
export async function forgetBytes(hashes: readonly string[], butFor: string | null = null): Promise<void> {
  await removeKept([...new Set(hashes)], (asked) => findPointedAt(asked, butFor));
}

/** Which of these hashes a row points at. Equal bytes stand once, whoever brought them: asked across workspaces, by hash alone. */
export async function findPointedAt(
  hashes: readonly string[],
  butFor: string | null = null,
): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await getRuntime().worker.execute<{ sha256: string }>(
    sql`select sha256 from resolve_kept_files(${`{${hashes.join(",")}}`}::text[], ${butFor}::uuid)`,
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}
