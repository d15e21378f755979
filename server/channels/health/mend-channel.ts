import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { bringIntoService } from "../bring-into-service";
import { ChannelTokenNeeded } from "../errors";
import { describeChannel } from "../get-channel";
import { type ChannelRow, getChannelOrThrow } from "../internal";
import { fetchManagedToken } from "../managed/fetch-managed-token";
import { replaceBotToken } from "../replace-bot-token";
import { type ChannelDetail, ChannelRef } from "../schemas";

/**
 * Sets a troubled bot right at a member's word: its updates are sent here again, whoever set another webhook, and the
 * token of a bot that the platform's own bot has made is asked for anew.
 *
 * @throws ChannelNotFound     no such bot in this workspace
 * @throws ChannelTokenNeeded  only a new token from BotFather helps
 * @throws TelegramUnavailable, BotTokenRejected as when a token is replaced
 */
export async function mendChannel({ ctx, input }: { ctx: Ctx; input: ChannelRef }): Promise<ChannelDetail> {
  requirePermission(ctx, "channel.update");
  const { channelId } = ChannelRef.parse(input);
  const row = await inWorkspace(ctx, async (tx) => {
    const before = await getChannelOrThrow(tx, ctx, channelId);
    await recordAudit(tx, ctx, {
      action: "channel.mend",
      entity: channelId,
      before: { lastError: before.lastError },
      after: { lastError: null },
    });
    return before;
  });
  if (row.lastError === "token_rejected") await renewToken(ctx, row);
  else await bringIntoService(ctx, row, row.state === "paused" ? "paused" : "active");
  return describeChannel(ctx, channelId);
}

async function renewToken(ctx: Ctx, row: ChannelRow): Promise<void> {
  const token = row.isManaged ? await fetchManagedToken(row) : null;
  if (token === null) throw new ChannelTokenNeeded(row.username);
  await replaceBotToken({ ctx, input: { channelId: row.id, token } });
}
