import { and, eq, inArray } from "drizzle-orm";
import { channels } from "@/db/schema";
import { emit, inWorkspace, openSystemContext } from "@/server/kernel";
import type { ChannelError } from "./rules";

/**
 * Notes what keeps a bot from being served, or (null) that it is served again. A refused token breaks it until
 * someone connects it anew.
 */
export async function noteChannelError(
  channel: { workspaceId: string; channelId: string },
  error: ChannelError | null,
): Promise<void> {
  const ctx = await openSystemContext(channel.workspaceId, { kind: "system", name: "channels" });
  await inWorkspace(ctx, async (tx) => {
    const changed = await tx
      .update(channels)
      .set({
        lastError: error,
        lastErrorAt: error ? ctx.clock.now() : null,
        ...(error === "token_rejected" ? { state: "broken" as const } : {}),
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
