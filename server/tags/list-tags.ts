import { asc, eq } from "drizzle-orm";
import { tags } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toTag } from "./internal";
import type { Tag } from "./schemas";

/** Every tag of the workspace, by name. */
export async function listTags({ ctx }: { ctx: Ctx }): Promise<Tag[]> {
  requirePermission(ctx, "tag.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx.select().from(tags).where(eq(tags.workspaceId, ctx.workspace.id)).orderBy(asc(tags.nameKey)),
  );
  return rows.map(toTag);
}
