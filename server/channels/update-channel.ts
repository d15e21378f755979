import { and, eq } from "drizzle-orm";
import { channels } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  toPublicId,
  wakeAfterCommit,
} from "@/server/kernel";
import { bringIntoService } from "./bring-into-service";
import { ChannelChanged } from "./errors";
import { describeChannel } from "./get-channel";
import { type ChannelRow, getChannelOrThrow } from "./internal";
import { canMove } from "./rules";
import { type ChannelDetail, UpdateChannelInput } from "./schemas";
import { forgetSendingChannel } from "./sending-channel";

/**
 * Pauses a bot (nothing goes out, what comes in is kept), takes it up again (a broken one, and one that is active already, is registered anew).
 *
 * @throws ChannelNotFound     no such bot in this workspace
 * @throws ChannelChanged      its state does not allow it
 */
export async function updateChannel({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateChannelInput;
}): Promise<ChannelDetail> {
  requirePermission(ctx, "channel.update");
  const { channelId, state } = UpdateChannelInput.parse(input);

  if (state) {
    const moved = await moveChannel(ctx, channelId, state);
    // Asked to work while it seems to, or with a trouble that it had while it was paused: nothing would arrive.
    const isInDoubt = !moved.hasMoved || moved.row.lastError !== null;
    if (moved.row.state === "broken" || (state === "active" && isInDoubt)) {
      await bringIntoService(ctx, moved.row, state);
    }
    forgetSendingChannel(channelId);
  }
  return describeChannel(ctx, channelId);
}

/** The row as it stands then: still broken when the platform has to be asked first. */
async function moveChannel(
  ctx: Ctx,
  channelId: string,
  state: "active" | "paused",
): Promise<{ row: ChannelRow; hasMoved: boolean }> {
  return inWorkspace(ctx, async (tx) => {
    const before = await getChannelOrThrow(tx, ctx, channelId);
    if (before.state === state) return { row: before, hasMoved: false };
    if (!canMove(before.state, state)) {
      throw new ChannelChanged({ channelId: toPublicId("channel", channelId), state: before.state });
    }
    if (before.state === "broken") {
      await recordAudit(tx, ctx, {
        action: "channel.update",
        entity: channelId,
        before: { state: before.state },
        after: { state },
      });
      return { row: before, hasMoved: false };
    }
    const [after] = await tx
      .update(channels)
      .set({ state })
      .where(and(eq(channels.workspaceId, before.workspaceId), eq(channels.id, channelId)))
      .returning();
    await recordAudit(tx, ctx, { action: "channel.update", entity: channelId, before, after });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
    wakeAfterCommit(tx, "dispatcher");
    return { row: after!, hasMoved: true };
  });
}
