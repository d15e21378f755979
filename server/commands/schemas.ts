import { z } from "zod";

/** A member's own Telegram account as the panel shows it. */
export const TelegramLink = z.object({
  /** As Telegram calls the account; null while none is linked. */
  accountName: z.string().nullable(),
  linkedAt: z.iso.datetime().nullable(),
});
export type TelegramLink = z.infer<typeof TelegramLink>;

/** Opened once, it links the account that opens it. */
export const NewTelegramLink = z.object({
  url: z.string(),
  bot: z.string(),
  expiresAt: z.iso.datetime(),
});
export type NewTelegramLink = z.infer<typeof NewTelegramLink>;
