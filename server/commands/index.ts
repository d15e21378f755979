import { runCommandJob } from "./divert";
import { runCommand } from "./run-command";

export { divertMemberUpdate } from "./divert";
export * from "./errors";
export { createTelegramLink, getTelegramLink, unlinkTelegram } from "./links";
export type { NewTelegramLink, TelegramLink } from "./schemas";

export const commandLaterHandlers = { [runCommandJob]: runCommand };
