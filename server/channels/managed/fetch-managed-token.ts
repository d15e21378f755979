import type { ChannelRow } from "../internal";
import { BotApiRefusal, callBotApi } from "../telegram/bot-api";
import { platformTarget } from "./platform-bot";

/**
 * A token that works, of a bot made through the platform's own: the one that stands, or a new one where that is refused.
 *
 * @returns null where the platform's bot may not ask for it (its owner has taken it away)
 */
export async function fetchManagedToken(
  row: Pick<ChannelRow, "providerAccountId" | "apiRoot">,
): Promise<string | null> {
  const platform = platformTarget();
  if (!platform) return null;
  const user_id = Number(row.providerAccountId);
  try {
    const token = await callBotApi(platform, "getManagedBotToken", { user_id });
    return (await isAccepted(platform.apiRoot, token))
      ? token
      : await callBotApi(platform, "replaceManagedBotToken", { user_id });
  } catch (error) {
    if (error instanceof BotApiRefusal && error.status < 500 && error.status !== 429) return null;
    throw error;
  }
}

async function isAccepted(apiRoot: string, token: string): Promise<boolean> {
  try {
    await callBotApi({ apiRoot, token }, "getMe", undefined);
    return true;
  } catch (error) {
    if (error instanceof BotApiRefusal && error.status === 401) return false;
    throw error;
  }
}
