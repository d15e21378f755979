import { and, eq, ne, sql } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";

/** How many of the workspace's bots are in trouble: somebody has to look at them. */
export async function countBrokenChannels({ ctx }: { ctx: Ctx }): Promise<number> {
  requirePermission(ctx, "channel.list");
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({
        broken: sql<number>`count(*) filter (where channels.state = 'broken' or exists (
          select 1 from channel_troubles t
          where t.workspace_id = channels.workspace_id and t.channel_id = channels.id and t.ended_at is null))::int`,
      })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), ne(channels.state, "deleted"))),
  );
  return row?.broken ?? 0;
}
