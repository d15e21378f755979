import { eq } from "drizzle-orm";
import { workspaceFacts } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { factKeys, isFactKey } from "./rules";
import type { Fact } from "./schemas";

/** The facts that the workspace has stated, in the order of the form. */
export async function listFacts({ ctx }: { ctx: Ctx }): Promise<Fact[]> {
  requirePermission(ctx, "fact.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx.select().from(workspaceFacts).where(eq(workspaceFacts.workspaceId, ctx.workspace.id)),
  );
  return rows
    .flatMap(({ key, value, updatedAt }) =>
      isFactKey(key) ? [{ key, value, updatedAt: updatedAt.toISOString() }] : [],
    )
    .sort((a, b) => factKeys.indexOf(a.key) - factKeys.indexOf(b.key));
}
