import { and, eq, lte, min } from "drizzle-orm";
import { uploads } from "@/db/schema";
import { inWorkspace, type LaterHandler, openSystemContext } from "@/server/kernel";
import { clearStaged } from "./staging";

export const sweepUploadsKind = "uploads/sweep";
/** What is not sent within a day is thrown away. */
export const keptMs = 86_400_000;

/**
 * Throws away what members brought a day ago and never sent, and bytes that no row knows of (a kill in between, or a
 * message has taken them). Comes round again while there is something that waits. Safe to run twice.
 */
export const sweepUploads: LaterHandler = async ({ workspaceId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "uploads" });
  const before = new Date(ctx.clock.now().getTime() - keptMs);
  const left = await inWorkspace(ctx, async (tx) => {
    const mine = eq(uploads.workspaceId, workspaceId);
    await tx.delete(uploads).where(and(mine, lte(uploads.createdAt, before)));
    const [oldest] = await tx
      .select({ at: min(uploads.createdAt) })
      .from(uploads)
      .where(mine);
    const rows = await tx.select({ id: uploads.id }).from(uploads).where(mine);
    return { oldestAt: oldest?.at ?? null, ids: new Set(rows.map((row) => row.id)) };
  });
  await clearStaged(workspaceId, before, left.ids);
  return left.oldestAt ? { againAt: new Date(left.oldestAt.getTime() + keptMs) } : undefined;
};

export const uploadLaterHandlers = { [sweepUploadsKind]: sweepUploads };
