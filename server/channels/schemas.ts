import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { channelStates } from "./rules";

/** What BotFather gives: the bot's id, a colon and the secret part. */
export const botTokenPattern = /^\d{5,16}:[A-Za-z0-9_-]{30,64}$/;
export const apiRootPattern = /^(?:\/[a-z0-9/_-]+|https?:\/\/[^\s?#@]+)$/i;

const BotToken = z
  .string()
  .trim()
  .regex(botTokenPattern, "A bot's token looks like 123456789:AAE… as BotFather shows it.");

export const ConnectTelegramBotInput = z.object({
  token: BotToken,
  /** Only for a local server: its path. Telegram's own without it. */
  apiRoot: z
    .string()
    .regex(apiRootPattern)
    .transform((root) => root.replace(/\/+$/, ""))
    .optional(),
});
export type ConnectTelegramBotInput = z.input<typeof ConnectTelegramBotInput>;

export const ChannelRef = z.object({ channelId: publicId("channel") });
export type ChannelRef = z.input<typeof ChannelRef>;

export const ReplaceBotTokenInput = z.object({ channelId: publicId("channel"), token: BotToken });
export type ReplaceBotTokenInput = z.input<typeof ReplaceBotTokenInput>;

/** Telegram's limits of a bot's own texts. */
export const BotTexts = z.object({
  description: z.string().trim().max(512),
  shortDescription: z.string().trim().max(120),
  commands: z
    .array(
      z.object({
        command: z.string().regex(/^[a-z0-9_]{1,32}$/),
        description: z.string().trim().min(1).max(256),
      }),
    )
    .max(100),
});
export type BotTexts = z.infer<typeof BotTexts>;

/** Texts by the customer's language; `default` is for every other one. */
export const textLanguages = ["default", "tr", "en", "ru", "ar"] as const;
export const TextLanguage = z.enum(textLanguages);
export type TextLanguage = z.infer<typeof TextLanguage>;

export const UpdateChannelInput = z.object({
  channelId: publicId("channel"),
  /** `active` also registers a broken bot anew. */
  state: z.enum(["active", "paused"]).optional(),
  texts: z.partialRecord(TextLanguage, BotTexts.partial()).optional(),
});
export type UpdateChannelInput = z.input<typeof UpdateChannelInput>;

const Instant = z.iso.datetime();

export const Channel = z.object({
  id: z.string(),
  kind: z.literal("telegram"),
  username: z.string(),
  name: z.string(),
  state: z.enum(channelStates),
  /** How updates reach us. */
  updateMode: z.enum(["webhook", "polling"]),
  /** On the local Telegram of this machine. */
  isLocal: z.boolean(),
  /** The newest update stored; null when there was none in the last days. */
  lastUpdateAt: Instant.nullable(),
  /** Messages that have not left yet; counting stops at `countLimit`. */
  waitingCount: z.number().int(),
  lastError: z.object({ code: z.string(), at: Instant }).nullable(),
  createdAt: Instant,
});
export type Channel = z.infer<typeof Channel>;

/** What the platform itself says of the webhook. */
export const WebhookHealth = z.object({
  /** False: the platform sends its updates elsewhere, or nowhere. */
  isOurs: z.boolean(),
  pendingCount: z.number().int(),
  lastError: z.object({ text: z.string(), at: Instant }).nullable(),
});

export const ChannelDetail = Channel.extend({
  texts: z.partialRecord(TextLanguage, BotTexts),
  /** Null where updates are fetched, or the platform did not answer (`isPlatformAway`). */
  webhook: WebhookHealth.nullable(),
  isPlatformAway: z.boolean(),
  /** Since a day ago; counting stops at `countLimit`. */
  receivedLastDay: z.number().int(),
  conversationCount: z.number().int(),
});
export type ChannelDetail = z.infer<typeof ChannelDetail>;

export const countLimit = 10_000;
