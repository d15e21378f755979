import type { UserFromGetMe } from "grammy/types";
import { BotTokenRejected, TelegramUnavailable } from "./errors";
import { type BotApiTarget, callBotApi } from "./telegram/bot-api";
import { toChannelError } from "./telegram/register-bot";

/**
 * The bot behind a token.
 *
 * @throws BotTokenRejected    the platform does not know the token
 * @throws TelegramUnavailable the platform does not answer
 */
export async function askWhoItIs(target: BotApiTarget): Promise<UserFromGetMe> {
  try {
    return await callBotApi(target, "getMe", undefined);
  } catch (error) {
    if (toChannelError(error) === "provider_unavailable") throw new TelegramUnavailable(error);
    throw new BotTokenRejected();
  }
}
