import { randomBytes } from "node:crypto";

/** A token as BotFather gives it: the bot's id, and 35 characters that are a secret. */
export const newToken = (botId: number): string =>
  `${botId}:AA${randomBytes(32).toString("base64url").slice(0, 33)}`;
