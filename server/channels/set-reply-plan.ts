import { and, eq } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { describeChannel } from "./get-channel";
import { getChannelOrThrow } from "./internal";
import { type ChannelDetail, SetReplyPlanInput } from "./schemas";

/**
 * Sets how a bot answers and at which hours otherwise. It counts from the next turn of the agent on; the workspace's
 * switch stands above it.
 *
 * @throws ChannelNotFound no such bot in this workspace
 */
export async function setReplyPlan({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SetReplyPlanInput;
}): Promise<ChannelDetail> {
  requirePermission(ctx, "channel.setReplyPlan");
  const { channelId, plan } = SetReplyPlanInput.parse(input);
  await inWorkspace(ctx, async (tx) => {
    const before = await getChannelOrThrow(tx, ctx, channelId);
    const [after] = await tx
      .update(channels)
      .set({ replyPlan: plan })
      .where(and(eq(channels.workspaceId, before.workspaceId), eq(channels.id, channelId)))
      .returning();
    await recordAudit(tx, ctx, { action: "channel.setReplyPlan", entity: channelId, before, after });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
  });
  return describeChannel(ctx, channelId);
}
