import { and, eq, isNull, sql } from "drizzle-orm";
import { members } from "@/db/schema";
import { getRuntime, inWorkspace, type MemberRole, openSystemContext } from "@/server/kernel";

/** The slug of the demo workspace. */
export const demoSlug = "demo";

/** The demo's member with this role, or null while there is no demo. */
export async function findDemoPerson(role: MemberRole): Promise<{ personId: string } | null> {
  const [resolved] = await getRuntime().app.execute<{ workspace_id: string | null }>(
    sql`select workspace_id from resolve_workspace(${demoSlug})`,
  );
  if (!resolved?.workspace_id) return null;
  const ctx = await openSystemContext(resolved.workspace_id, { kind: "system", name: "demo-sign-in" });
  return inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ personId: members.personId })
      .from(members)
      .where(
        and(eq(members.workspaceId, ctx.workspace.id), eq(members.role, role), isNull(members.removedAt)),
      )
      .limit(1);
    return row ?? null;
  });
}
