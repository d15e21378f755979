import { and, asc, eq, ne } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { channelExtras, toChannel } from "./internal";
import type { Channel } from "./schemas";

/** The workspace's bots, the oldest first, without those that were disconnected. */
export async function listChannels({ ctx }: { ctx: Ctx }): Promise<Channel[]> {
  requirePermission(ctx, "channel.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ channel: channels, ...channelExtras })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), ne(channels.state, "deleted")))
      .orderBy(asc(channels.createdAt), asc(channels.id)),
  );
  return rows.map(({ channel, ...extras }) => toChannel(ctx, channel, extras));
}
