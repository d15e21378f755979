import { and, eq } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { askWhoItIs } from "./ask-who-it-is";
import { bringIntoService } from "./bring-into-service";
import { BotIsAnother } from "./errors";
import { describeChannel } from "./get-channel";
import { getChannelOrThrow, sealSecret, targetOf } from "./internal";
import { type ChannelDetail, ReplaceBotTokenInput } from "./schemas";

/**
 * Gives a bot its new token after the old one was revoked: its conversations and what waits stay, and it is registered
 * anew.
 *
 * @throws ChannelNotFound     no such bot in this workspace
 * @throws BotTokenRejected    the platform does not know the token
 * @throws TelegramUnavailable the platform does not answer
 * @throws BotIsAnother        the token is another bot's
 */
export async function replaceBotToken({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ReplaceBotTokenInput;
}): Promise<ChannelDetail> {
  requirePermission(ctx, "channel.update");
  const { channelId, token } = ReplaceBotTokenInput.parse(input);
  const held = await inWorkspace(ctx, (tx) => getChannelOrThrow(tx, ctx, channelId));
  const bot = await askWhoItIs({ apiRoot: targetOf(held).apiRoot, token });
  if (String(bot.id) !== held.providerAccountId) {
    throw new BotIsAnother({ username: bot.username, expected: held.username });
  }

  const row = await inWorkspace(ctx, async (tx) => {
    const before = await getChannelOrThrow(tx, ctx, channelId);
    const [after] = await tx
      .update(channels)
      .set({
        tokenEncrypted: sealSecret(channelId, "token", token),
        username: bot.username,
        displayName: bot.first_name,
      })
      .where(and(eq(channels.workspaceId, before.workspaceId), eq(channels.id, channelId)))
      .returning();
    await recordAudit(tx, ctx, { action: "channel.replaceToken", entity: channelId, before, after });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
    return after!;
  });
  await bringIntoService(ctx, row, row.state === "paused" ? "paused" : "active");
  return describeChannel(ctx, channelId);
}
