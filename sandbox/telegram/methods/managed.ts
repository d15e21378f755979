import { newToken } from "../bot-token";
import { badRequest } from "../errors";
import type { BotState } from "../state";
import type { MethodCall, Outcome } from "./outcome";

/** The token of a bot that was made through this one. */
export function getManagedBotToken(call: MethodCall): Outcome {
  return { result: getManagedOrThrow(call).token };
}

/** Takes the old token back and gives a new one. */
export function replaceManagedBotToken(call: MethodCall): Outcome {
  const bot = getManagedOrThrow(call);
  const token = newToken(bot.id);
  return { result: token, records: [{ t: "token", bot: bot.id, token }] };
}

/** @throws BotApiError 400 unless this bot manages others, and that one among them */
function getManagedOrThrow(call: MethodCall): BotState {
  const bot = call.store.state.bots.get(call.params.user_id as number);
  if (!call.bot.traits.managesBots) throw badRequest("BOT_ACCESS_FORBIDDEN");
  if (!bot) throw badRequest("invalid user_id specified");
  if (bot.managed?.by !== call.bot.id) throw badRequest("BOT_ACCESS_FORBIDDEN");
  return bot;
}
