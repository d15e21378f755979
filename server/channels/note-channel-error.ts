import { and, eq, inArray } from "drizzle-orm";
import { channels } from "@/db/schema";
import { emit, inWorkspace, openSystemContext } from "@/server/kernel";

/** Notes that a bot's platform does not answer, which is no trouble of the bot's own, or (null) that it does again. */
export async function noteChannelError(
  channel: { workspaceId: string; channelId: string },
  error: "provider_unavailable" | null,
): Promise<void> {
  const ctx = await openSystemContext(channel.workspaceId, { kind: "system", name: "channels" });
  await inWorkspace(ctx, async (tx) => {
    const changed = await tx
      .update(channels)
      .set({
        lastError: error,
        lastErrorAt: error ? ctx.clock.now() : null,
      })
      .where(
        and(
          eq(channels.workspaceId, channel.workspaceId),
          eq(channels.id, channel.channelId),
          inArray(channels.state, ["active", "paused"]),
        ),
      )
      .returning({ id: channels.id });
    if (changed.length > 0) await emit(tx, ctx, "channel/changed", { aggregateId: channel.channelId });
  });
}
