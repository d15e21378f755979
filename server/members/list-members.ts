import { and, asc, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toMember } from "./internal";
import type { Member } from "./schemas";

/** The members of the workspace, oldest first. */
export async function listMembers({ ctx }: { ctx: Ctx }): Promise<Member[]> {
  requirePermission(ctx, "member.list");
  return inWorkspace(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspace.id), isNull(members.removedAt)))
      .orderBy(asc(members.createdAt), asc(members.id));
    return rows.map((row) => toMember(ctx, row));
  });
}
