import { and, eq } from "drizzle-orm";
import { channelPolls, channels } from "@/db/schema";
import { type Ctx, emit, getRuntime, inWorkspace, wakeAfterCommit } from "@/server/kernel";
import { endTrouble, openTrouble } from "./health/troubles";
import { watchChannel } from "./health/watch-channel";
import { type ChannelRow, openSecret, targetOf, webhookAddress } from "./internal";
import { type ChannelError, type ChannelState, chooseUpdateMode, isTroubleCode } from "./rules";
import { forgetSendingChannel } from "./sending-channel";
import { registerBot } from "./telegram/register-bot";

/**
 * Registers a bot at the platform in the way that fits this installation and notes how it went: its state becomes
 * `state` (active unless said otherwise), or, where it was to be active, broken with the reason. While the platform does
 * not answer, the state stays and the reason is noted.
 */
export async function bringIntoService(
  ctx: Ctx,
  row: ChannelRow,
  state: Extract<ChannelState, "active" | "paused"> = "active",
): Promise<ChannelError | null> {
  const updateMode = chooseUpdateMode(row.apiRoot, getRuntime().env.hasPublicHttps);
  const error = await registerBot(targetOf(row), {
    webhook:
      updateMode === "webhook" ? { url: webhookAddress(row.key), secret: openSecret(row, "secret") } : null,
  });
  await inWorkspace(ctx, async (tx) => {
    const now = ctx.clock.now();
    const isThis = and(eq(channels.workspaceId, row.workspaceId), eq(channels.id, row.id));
    const [held] = await tx.select({ state: channels.state }).from(channels).where(isThis).for("update");
    if (!held || held.state === "deleted") return;
    // While the platform was asked somebody may have moved the bot (paused it): that stands.
    const isHeldAsRead = held.state === row.state && error !== "provider_unavailable";
    const after = { state: isHeldAsRead ? stateAfter(error, state) : held.state };
    await tx
      .update(channels)
      .set({ updateMode, ...after, lastError: error, lastErrorAt: error ? now : null })
      .where(isThis);
    await watchChannel(tx, { workspaceId: row.workspaceId, channelId: row.id }, now);
    const poll = { workspaceId: row.workspaceId, channelId: row.id };
    if (updateMode === "polling") {
      await tx
        .insert(channelPolls)
        .values({ ...poll, dueAt: now })
        .onConflictDoUpdate({
          target: [channelPolls.workspaceId, channelPolls.channelId],
          set: { dueAt: now, attempts: 0 },
        });
      wakeAfterCommit(tx, "polling");
    } else {
      await tx
        .delete(channelPolls)
        .where(
          and(eq(channelPolls.workspaceId, poll.workspaceId), eq(channelPolls.channelId, poll.channelId)),
        );
    }
    if (after.state !== row.state || row.lastError !== error || row.updateMode !== updateMode) {
      await emit(tx, ctx, "channel/changed", { aggregateId: row.id });
    }
    wakeAfterCommit(tx, "dispatcher");
  });
  if (error === null) await endTrouble(ctx, row.id, ctx.actor.kind === "member" ? "member" : "itself");
  else if (isTroubleCode(error)) await openTrouble(ctx, row.id, { code: error });
  forgetSendingChannel(row.id);
  return error;
}

/** A paused bot that is refused stays paused: nothing goes out either way, and mended it does not send unasked. */
const stateAfter = (error: ChannelError | null, wanted: "active" | "paused"): ChannelState =>
  error && wanted === "active" ? "broken" : wanted;
