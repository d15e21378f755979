import { and, eq, gte, sql } from "drizzle-orm";
import { channels, conversations, updateReceipts } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { ChannelNotFound } from "./errors";
import { type ChannelRow, channelExtras, targetOf, toChannel, webhookAddress } from "./internal";
import { type ChannelDetail, ChannelRef, countLimit } from "./schemas";
import { callBotApi } from "./telegram/bot-api";

const dayMs = 86_400_000;
/** A page waits for it: a slow platform is shown as away rather than holding the page. */
const healthTimeoutMs = 4_000;

/**
 * One bot with its health: how updates reach us, what the platform says of the webhook (asked now), the last update
 * and error, and what waits.
 *
 * @throws ChannelNotFound no such bot in this workspace
 */
export async function getChannel({ ctx, input }: { ctx: Ctx; input: ChannelRef }): Promise<ChannelDetail> {
  requirePermission(ctx, "channel.list");
  const { channelId } = ChannelRef.parse(input);
  return describeChannel(ctx, channelId);
}

/** The same for a verb that has the database's id in hand. */
export async function describeChannel(ctx: Ctx, channelId: string): Promise<ChannelDetail> {
  const found = await inWorkspace(ctx, async (tx) => {
    const [row] = await tx
      .select({ channel: channels, ...channelExtras })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, channelId)));
    if (!row || row.channel.state === "deleted") throw new ChannelNotFound();
    const received = tx
      .select({ one: sql`1` })
      .from(updateReceipts)
      .where(
        and(
          eq(updateReceipts.workspaceId, ctx.workspace.id),
          eq(updateReceipts.channelId, channelId),
          gte(updateReceipts.receivedAt, new Date(ctx.clock.now().getTime() - dayMs)),
        ),
      )
      .limit(countLimit)
      .as("received");
    const talks = tx
      .select({ one: sql`1` })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.channelId, channelId)))
      .limit(countLimit)
      .as("talks");
    const [counts] = await tx
      .select({
        received: sql<string>`(select count(*) from ${received})`,
        talks: sql<string>`(select count(*) from ${talks})`,
      })
      .from(sql`(select 1) as one_row`);
    return { row, counts: counts! };
  });
  const { channel, ...extras } = found.row;
  const webhook = channel.updateMode === "webhook" ? await askWebhook(channel) : null;
  return {
    ...toChannel(ctx, channel, extras),
    replyPlan: channel.replyPlan,
    isManaged: channel.isManaged,
    webhook: webhook === "away" ? null : webhook,
    isPlatformAway: webhook === "away",
    receivedLastDay: Number(found.counts.received),
    conversationCount: Number(found.counts.talks),
  };
}

async function askWebhook(channel: ChannelRow): Promise<ChannelDetail["webhook"] | "away"> {
  try {
    const info = await callBotApi(targetOf(channel), "getWebhookInfo", undefined, {
      timeoutMs: healthTimeoutMs,
    });
    return {
      isOurs: info.url === webhookAddress(channel.key),
      pendingCount: info.pending_update_count,
      lastError:
        info.last_error_date && info.last_error_message
          ? { text: info.last_error_message, at: new Date(info.last_error_date * 1000).toISOString() }
          : null,
    };
  } catch {
    // Its refusal or silence is what the page shows; the sending and fetching side records the cause.
    return "away";
  }
}
