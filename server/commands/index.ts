export { divertMemberUpdate } from "./divert";
export * from "./errors";
export { createTelegramLink, getTelegramLink, unlinkTelegram } from "./links";
export type { NewTelegramLink, TelegramLink } from "./schemas";
export { commandLaterHandlers, commandRules } from "./tell-trouble";
