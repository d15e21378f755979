import { and, asc, eq, ne } from "drizzle-orm";
import { channels, groups } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toGroup } from "./internal";
import { isTroubled } from "./rules";
import type { Group } from "./schemas";

/** A bot may be in many; a list of more than this nobody reads. */
const maxListed = 1_000;

/** The groups of the workspace's bots: those that need somebody first, then by name. */
export async function listGroups({ ctx }: { ctx: Ctx }): Promise<Group[]> {
  requirePermission(ctx, "group.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ group: groups, channel: channels })
      .from(groups)
      .innerJoin(
        channels,
        and(eq(channels.workspaceId, groups.workspaceId), eq(channels.id, groups.channelId)),
      )
      .where(and(eq(groups.workspaceId, ctx.workspace.id), ne(channels.state, "deleted")))
      .orderBy(asc(groups.title), asc(groups.id))
      .limit(maxListed),
  );
  const listed = rows.map(toGroup);
  return [
    ...listed.filter(({ health }) => isTroubled(health)),
    ...listed.filter(({ health }) => !isTroubled(health)),
  ];
}
