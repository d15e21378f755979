import { eq } from "drizzle-orm";
import { workspaceFacts } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { factKeys, isFactKey } from "./rules";
import type { Fact } from "./schemas";

/** The facts that the workspace has stated, in the order of the form; those of its own naming last. */
export async function listFacts({ ctx }: { ctx: Ctx }): Promise<Fact[]> {
  requirePermission(ctx, "fact.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx.select().from(workspaceFacts).where(eq(workspaceFacts.workspaceId, ctx.workspace.id)),
  );
  const place = (key: string) => (isFactKey(key) ? factKeys.indexOf(key) : factKeys.length);
  return rows
    .map(({ key, value, updatedAt }) => ({ key, value, updatedAt: updatedAt.toISOString() }))
    .sort((a, b) => place(a.key) - place(b.key) || a.key.localeCompare(b.key));
}
