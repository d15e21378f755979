import { and, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import type { Ctx } from "./context";
import { openSystemContext } from "./session";
import { inWorkspace } from "./transaction";

/**
 * The context of a member who acts through another door than the panel (a bot's command); null when that member is
 * gone. The role is the one of now.
 */
export async function openMemberActor(workspaceId: string, memberId: string): Promise<Ctx | null> {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "members" });
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(members)
      .where(and(eq(members.workspaceId, workspaceId), eq(members.id, memberId), isNull(members.removedAt))),
  );
  if (!row) return null;
  const { id, personId, role, displayName } = row;
  return { ...ctx, actor: { kind: "member", memberId: id, personId, role, displayName } };
}
