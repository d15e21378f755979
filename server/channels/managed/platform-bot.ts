import { getRuntime } from "@/server/kernel";
import { resolveApiRoot } from "../rules";
import { type BotApiTarget, callBotApi } from "../telegram/bot-api";

/** The platform's own bot, through which people have Telegram make bots; null where there is none. */
export function platformTarget(): BotApiTarget | null {
  const { platformBot, origin } = getRuntime().env;
  return platformBot
    ? { apiRoot: resolveApiRoot(platformBot.apiRoot, origin), token: platformBot.token }
    : null;
}

/** Its username where it may make bots; asked for once, and again while it does not answer. */
export async function findManagingBot(): Promise<string | null> {
  const target = platformTarget();
  if (!target) return null;
  const runtime = getRuntime();
  const known = runtime.keep("platform-bot", () => ({ username: null as string | null }));
  if (known.username) return known.username;
  try {
    const me = await callBotApi(target, "getMe", undefined, { timeoutMs: 4_000 });
    known.username = me.can_manage_bots ? me.username : null;
  } catch (error) {
    runtime.logger.warn({ error }, "the platform's own bot does not answer");
  }
  return known.username;
}
