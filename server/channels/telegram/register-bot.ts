import type { ChannelError } from "../rules";
import { allowedUpdates } from "./allowed-updates";
import { BotApiRefusal, type BotApiTarget, callBotApi } from "./bot-api";

/** How many updates of one bot the platform may push at once. */
const maxConnections = 40;

/**
 * Tells the platform how updates reach us: to a webhook with a secret, or not at all because we fetch them. Pending
 * updates are kept either way.
 *
 * @returns null, or why it did not work
 */
export async function registerBot(
  target: BotApiTarget,
  way: { webhook: { url: string; secret: string } | null },
): Promise<ChannelError | null> {
  try {
    if (way.webhook) {
      await callBotApi(target, "setWebhook", {
        url: way.webhook.url,
        secret_token: way.webhook.secret,
        allowed_updates: allowedUpdates,
        max_connections: maxConnections,
      });
    } else {
      await callBotApi(target, "deleteWebhook", { drop_pending_updates: false });
    }
    return null;
  } catch (error) {
    return toChannelError(error);
  }
}

/** What a failed call says about the bot. */
export function toChannelError(error: unknown): ChannelError {
  if (!(error instanceof BotApiRefusal) || error.status >= 500 || error.status === 429)
    return "provider_unavailable";
  // 404 is how the platform answers a token that cannot be one.
  return error.status === 401 || error.status === 404 ? "token_rejected" : "webhook_refused";
}
