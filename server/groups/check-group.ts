import { and, eq } from "drizzle-orm";
import { groups } from "@/db/schema";
import {
  type Ctx,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  requirePermission,
} from "@/server/kernel";
import { getGroup } from "./get-group";
import { getGroupOrThrow } from "./internal";
import { lookAtGroup } from "./look-at-group";
import { isInside } from "./rules";
import { type GroupDetail, GroupRef } from "./schemas";

/** How often a group is looked at without being asked: an update tells of a loss at once, unless it never came. */
const checkEveryMs = 6 * 3_600_000;
/** Each look costs the bot three calls. */
const checkRate = { capacity: 20, perSecond: 0.5 };

/**
 * Asks the platform about a group now.
 *
 * @throws GroupNotFound no such group in this workspace
 * @throws LimitReached too many looks in a short time
 */
export async function checkGroup({ ctx, input }: { ctx: Ctx; input: GroupRef }): Promise<GroupDetail> {
  requirePermission(ctx, "group.check");
  const { groupId } = GroupRef.parse(input);
  const { group } = await inWorkspace(ctx, (tx) => getGroupOrThrow(tx, ctx, groupId));
  getRuntime().limits.take("group checks", ctx.workspace.id, checkRate);
  await lookAtGroup(ctx, group);
  return getGroup({ ctx, input });
}

/** The later job `groups/check`: looks at a group when it was first heard of and from then on, while the bot is in it. */
export const checkGroupLater: LaterHandler = async ({ workspaceId, subject: groupId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "groups" });
  const read = () =>
    inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(groups)
        .where(and(eq(groups.workspaceId, ctx.workspace.id), eq(groups.id, groupId))),
    );
  const [group] = await read();
  if (!group) return undefined;
  const failure = await lookAtGroup(ctx, group);
  const [after] = await read();
  if (failure === "channel_disconnected" || !after || !isInside(after.botStatus)) return undefined;
  return { againAt: new Date(ctx.clock.now().getTime() + checkEveryMs) };
};
