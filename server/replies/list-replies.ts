import { asc, eq } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toCannedReply } from "./internal";
import type { CannedReply } from "./schemas";

/** Every canned reply of the workspace, by shortcut. */
export async function listReplies({ ctx }: { ctx: Ctx }): Promise<CannedReply[]> {
  requirePermission(ctx, "cannedReply.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(cannedReplies)
      .where(eq(cannedReplies.workspaceId, ctx.workspace.id))
      .orderBy(asc(cannedReplies.shortcut)),
  );
  return rows.map(toCannedReply);
}
