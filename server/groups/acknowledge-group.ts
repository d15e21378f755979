import { and, eq, sql } from "drizzle-orm";
import { groups } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { getGroup } from "./get-group";
import { getGroupOrThrow } from "./internal";
import { type GroupDetail, GroupRef } from "./schemas";

/**
 * Says that the loss of rights is known and meant: the group stands as well again with what it has.
 *
 * @throws GroupNotFound no such group in this workspace
 */
export async function acknowledgeGroup({ ctx, input }: { ctx: Ctx; input: GroupRef }): Promise<GroupDetail> {
  requirePermission(ctx, "group.acknowledge");
  const { groupId } = GroupRef.parse(input);
  await inWorkspace(ctx, async (tx) => {
    const { group } = await getGroupOrThrow(tx, ctx, groupId);
    if (group.lostRights.length === 0) return;
    const [row] = await tx
      .update(groups)
      .set({ lostRights: [], troubledAt: null, version: sql`${groups.version} + 1` })
      .where(and(eq(groups.workspaceId, ctx.workspace.id), eq(groups.id, groupId)))
      .returning({ version: groups.version });
    await recordAudit(tx, ctx, {
      action: "group.acknowledge",
      entity: groupId,
      before: { lostRights: group.lostRights },
      after: { lostRights: [] },
    });
    await emit(tx, ctx, "group/changed", { aggregateId: groupId, version: row!.version });
  });
  return getGroup({ ctx, input: { groupId: toPublicId("group", groupId) } });
}
