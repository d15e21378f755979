import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { members } from "@/db/schema";
import { demoSlugs, inWorkspace, lookUp, type MemberRole, openSystemContext } from "@/server/kernel";

/**
 * The demo's member with this role, in this workspace of it or in the first that is there; null where there is none.
 * The same people work in all of them.
 */
export async function findDemoPerson(
  role: MemberRole,
  slug?: string,
): Promise<{ personId: string; slug: string } | null> {
  for (const candidate of demoSlugs) {
    if (slug !== undefined && candidate !== slug) continue;
    const found = await findIn(candidate, role);
    if (found) return { ...found, slug: candidate };
  }
  return null;
}

async function findIn(slug: string, role: MemberRole): Promise<{ personId: string } | null> {
  const [resolved] = await lookUp<{ workspace_id: string | null }>(
    sql`select workspace_id from resolve_workspace(${slug})`,
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
      // The first of them: others may have been invited since.
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(1);
    return row ?? null;
  });
}
