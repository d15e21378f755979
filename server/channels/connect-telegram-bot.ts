import { and, eq, ne } from "drizzle-orm";
import type { UserFromGetMe } from "grammy/types";
import { channels } from "@/db/schema";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  getRuntime,
  inWorkspace,
  newId,
  randomToken,
  recordAudit,
  requirePermission,
  requireRoom,
} from "@/server/kernel";
import { askWhoItIs } from "./ask-who-it-is";
import { bringIntoService } from "./bring-into-service";
import { ApiRootNotAllowed, BotAlreadyConnected } from "./errors";
import { describeChannel } from "./get-channel";
import { type ChannelRow, sealSecret, targetOf } from "./internal";
import { chooseUpdateMode, isApiRootAllowed, resolveApiRoot, telegramApiRoot } from "./rules";
import { type ChannelDetail, ConnectTelegramBotInput } from "./schemas";
import { callBotApi } from "./telegram/bot-api";
import { sendBotTexts, usualTexts } from "./telegram/bot-texts";

/**
 * Connects a Telegram bot by its token: asks the platform who it is, keeps the token encrypted, has updates sent to us
 * and gives the bot its texts, commands and menu button in four languages. When the platform refuses the webhook
 * the bot is there, broken, with the reason.
 *
 * @throws ApiRootNotAllowed   a server of one's own without the sandbox
 * @throws BotTokenRejected    the platform does not know the token
 * @throws TelegramUnavailable the platform does not answer
 * @throws BotAlreadyConnected the bot speaks for this or another workspace
 * @throws QuotaReached        the platform allows no more
 */
export async function connectTelegramBot({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ConnectTelegramBotInput;
}): Promise<ChannelDetail> {
  return describeChannel(ctx, await connectBot(ctx, ConnectTelegramBotInput.parse(input)));
}

/** The same for a bot that the platform's own bot has made (`isManaged`). Returns the channel's id. */
export async function connectBot(
  ctx: Ctx,
  given: { token: string; apiRoot?: string | undefined; isManaged?: boolean },
): Promise<string> {
  requirePermission(ctx, "channel.connect");
  const { token, apiRoot = telegramApiRoot, isManaged = false } = given;
  const { env } = getRuntime();
  if (!isApiRootAllowed(apiRoot, env.isSandboxOn)) throw new ApiRootNotAllowed(apiRoot);
  const bot = await askWhoItIs({ apiRoot: resolveApiRoot(apiRoot, env.origin), token });

  const row = await storeChannel(ctx, { bot, token, apiRoot, isManaged });
  // After the commit: the row is what keeps two workspaces from taking the same bot's webhook in turn.
  await bringIntoService(ctx, row);
  await introduceBot(ctx, row);
  return row.id;
}

async function storeChannel(
  ctx: Ctx,
  given: { bot: UserFromGetMe; token: string; apiRoot: string; isManaged: boolean },
): Promise<ChannelRow> {
  const id = newId();
  const account = String(given.bot.id);
  try {
    return await inWorkspace(ctx, async (tx) => {
      await requireRoom(tx, ctx, "bots");
      const [row] = await tx
        .insert(channels)
        .values({
          workspaceId: ctx.workspace.id,
          id,
          kind: "telegram",
          key: randomToken(),
          providerAccountId: account,
          username: given.bot.username,
          displayName: given.bot.first_name,
          apiRoot: given.apiRoot,
          tokenEncrypted: sealSecret(id, "token", given.token),
          secretEncrypted: sealSecret(id, "secret", randomToken(32)),
          updateMode: chooseUpdateMode(given.apiRoot, getRuntime().env.hasPublicHttps),
          state: "active",
          profile: {},
          isManaged: given.isManaged,
          createdAt: ctx.clock.now(),
        })
        .returning();
      await recordAudit(tx, ctx, { action: "channel.connect", entity: id, after: row });
      await emit(tx, ctx, "channel/connected", { aggregateId: id });
      return row!;
    });
  } catch (error) {
    // The unique key spans workspaces, so only the database can tell; whose bot it is stays with it.
    if (databaseErrorCode(error) !== "23505") throw error;
    throw new BotAlreadyConnected({
      username: given.bot.username,
      isHere: await isConnectedHere(ctx, given.apiRoot, account),
    });
  }
}

async function isConnectedHere(ctx: Ctx, apiRoot: string, account: string): Promise<boolean> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: channels.id })
      .from(channels)
      .where(
        and(
          eq(channels.workspaceId, ctx.workspace.id),
          eq(channels.apiRoot, apiRoot),
          eq(channels.providerAccountId, account),
          ne(channels.state, "deleted"),
        ),
      ),
  );
  return rows.length > 0;
}

/** The bot's own words. A refusal here (the platform limits them to a few an hour) leaves a working bot. */
async function introduceBot(ctx: Ctx, row: ChannelRow): Promise<void> {
  const { logger } = getRuntime();
  const target = targetOf(row);
  const { profile, failures } = await sendBotTexts(
    target,
    {},
    usualTexts(ctx.workspace.kind, ctx.workspace.defaultLanguage),
  );
  await callBotApi(target, "setChatMenuButton", { menu_button: { type: "commands" } }).catch(
    (error: unknown) => failures.push(error),
  );
  for (const error of failures) {
    logger.warn(
      { workspaceId: ctx.workspace.id, channelId: row.id, error },
      "a bot's own texts were not taken",
    );
  }
  await inWorkspace(ctx, (tx) =>
    tx
      .update(channels)
      .set({ profile })
      .where(and(eq(channels.workspaceId, row.workspaceId), eq(channels.id, row.id))),
  );
}
