import { and, eq, isNull } from "drizzle-orm";
import { members, workspaces } from "@/db/schema";
import type { Ctx } from "./context";
import { openSystemContext } from "./session";
import { inWorkspace } from "./transaction";

/**
 * The context of a member who acts through another door than the panel (a bot's command); null when that member is
 * gone, or the workspace is suspended. The role is the one of now.
 */
export async function openMemberActor(workspaceId: string, memberId: string): Promise<Ctx | null> {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "members" });
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ member: members })
      .from(members)
      .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
      .where(
        and(
          eq(members.workspaceId, workspaceId),
          eq(members.id, memberId),
          isNull(members.removedAt),
          isNull(workspaces.suspendedAt),
        ),
      ),
  );
  if (!row) return null;
  const { id, personId, role, displayName } = row.member;
  return { ...ctx, actor: { kind: "member", memberId: id, personId, role, displayName } };
}
