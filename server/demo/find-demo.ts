import { eq, sql } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import { type Ctx, inWorkspace, lookUp, openSystemContext } from "@/server/kernel";

const seeder = { kind: "system", name: "demo" } as const;

/** The context of the demo's workspace under this slug, or null while there is none. */
export async function findDemo(slug: string): Promise<Ctx | null> {
  const [known] = await lookUp<{ workspace_id: string | null }>(
    sql`select workspace_id from resolve_workspace(${slug})`,
  );
  return known?.workspace_id ? openSystemContext(known.workspace_id, seeder) : null;
}

/** Whether it is on its way out. */
export async function isDeleted(ctx: Ctx): Promise<boolean> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ deletedAt: workspaces.deletedAt })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.workspace.id)),
  );
  return !row || row.deletedAt !== null;
}
