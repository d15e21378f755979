import { and, count, eq } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";

/** How many of the workspace's bots the platform refuses: nothing goes out through them until somebody mends it. */
export async function countBrokenChannels({ ctx }: { ctx: Ctx }): Promise<number> {
  requirePermission(ctx, "channel.list");
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ broken: count() })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.state, "broken"))),
  );
  return row?.broken ?? 0;
}
