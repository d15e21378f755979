import { and, eq } from "drizzle-orm";
import { channelChecks, channelPolls, channels } from "@/db/schema";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  recordAudit,
  requirePermission,
  toPublicId,
  wakeAfterCommit,
} from "@/server/kernel";
import { getChannelOrThrow, targetOf } from "./internal";
import { ChannelRef } from "./schemas";
import { forgetSendingChannel } from "./sending-channel";
import { callBotApi } from "./telegram/bot-api";

/**
 * Disconnects a bot: the platform stops sending, the token is forgotten, what was said stays. Messages that wait are
 * ended as failed by the dispatcher. Its webhook answers 410 from now on.
 *
 * @throws ChannelNotFound no such bot in this workspace, or disconnected before
 */
export async function disconnectChannel({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ChannelRef;
}): Promise<{ id: string }> {
  requirePermission(ctx, "channel.disconnect");
  const { channelId } = ChannelRef.parse(input);

  const before = await inWorkspace(ctx, async (tx) => {
    const row = await getChannelOrThrow(tx, ctx, channelId);
    const mine = and(eq(channels.workspaceId, row.workspaceId), eq(channels.id, channelId));
    const [after] = await tx
      .update(channels)
      .set({ state: "deleted", deletedAt: ctx.clock.now(), tokenEncrypted: "" })
      .where(mine)
      .returning();
    await tx
      .delete(channelPolls)
      .where(and(eq(channelPolls.workspaceId, row.workspaceId), eq(channelPolls.channelId, channelId)));
    await tx
      .delete(channelChecks)
      .where(and(eq(channelChecks.workspaceId, row.workspaceId), eq(channelChecks.channelId, channelId)));
    await recordAudit(tx, ctx, { action: "channel.disconnect", entity: channelId, before: row, after });
    await emit(tx, ctx, "channel/disconnected", { aggregateId: channelId });
    wakeAfterCommit(tx, "dispatcher");
    return row;
  });

  forgetSendingChannel(channelId);
  try {
    await callBotApi(targetOf(before), "deleteWebhook", { drop_pending_updates: false });
  } catch (error) {
    // The bot is gone here either way; a webhook left behind meets 410 and is dropped by the platform.
    getRuntime().logger.warn(
      { workspaceId: ctx.workspace.id, channelId, error },
      "a disconnected bot's webhook stayed",
    );
  }
  return { id: toPublicId("channel", channelId) };
}
