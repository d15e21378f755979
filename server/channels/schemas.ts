import { z } from "zod";
import { publicId } from "@/lib/public-id";
import {
  botTokenPattern,
  channelStates,
  maxPhotoBytes,
  profileFields,
  profileLanguages,
  profileLimits,
  replyModes,
  textLanguages,
  troubleCodes,
} from "./rules";

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

export const TextLanguage = z.enum(textLanguages);
export type TextLanguage = z.infer<typeof TextLanguage>;

export const UpdateChannelInput = z.object({
  channelId: publicId("channel"),
  /** `active` also registers a broken bot anew. */
  state: z.enum(["active", "paused"]).optional(),
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
  /** How it answers at this hour. */
  replyMode: z.enum(replyModes),
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

export const ReplyMode = z.enum(replyModes);
export type ReplyMode = z.infer<typeof ReplyMode>;

const minuteOfDay = z.number().int().min(0).max(1440);

/** The usual mode and the hours with another one; hours that end before they begin end on the next day. */
export const ReplyPlan = z.object({
  usual: ReplyMode,
  hours: z
    .array(
      z
        .object({
          /** From Monday, 0. */
          days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
          from: minuteOfDay.max(1439),
          to: minuteOfDay,
          mode: ReplyMode,
        })
        .refine(({ from, to }) => from !== to, "Hours need a beginning and another end."),
    )
    .max(14),
});
export type ReplyPlan = z.infer<typeof ReplyPlan>;

export const ChannelDetail = Channel.extend({
  replyPlan: ReplyPlan,
  /** Made through the platform's own bot: a new token is one click away. */
  isManaged: z.boolean(),
  /** Null where updates are fetched, or the platform did not answer (`isPlatformAway`). */
  webhook: WebhookHealth.nullable(),
  isPlatformAway: z.boolean(),
  /** Since a day ago; counting stops at `countLimit`. */
  receivedLastDay: z.number().int(),
  conversationCount: z.number().int(),
});
export type ChannelDetail = z.infer<typeof ChannelDetail>;

export const countLimit = 10_000;

/** So many hours of history stand on a bot's page. */
export const healthHours = 48;

export const BotHealth = z.object({
  channel: ChannelDetail,
  /** The oldest first, this one last; hours without anything are there with zeros. */
  hours: z.array(
    z.object({
      hour: Instant,
      received: z.number().int(),
      sent: z.number().int(),
      failed: z.number().int(),
      /** How often the platform said "too many requests". */
      tooMany: z.number().int(),
      /** Of a call to the platform; null where there was none. */
      latencyMs: z.number().int().nullable(),
      slowestMs: z.number().int().nullable(),
    }),
  ),
  /** The newest first. */
  troubles: z.array(
    z.object({
      id: z.string(),
      code: z.enum(troubleCodes),
      detail: z.string().nullable(),
      beganAt: Instant,
      toldAt: Instant.nullable(),
      endedAt: Instant.nullable(),
      endedBy: z.enum(["itself", "member", "other"]).nullable(),
    }),
  ),
});
export type BotHealth = z.infer<typeof BotHealth>;

export const SetReplyPlanInput = z.object({ channelId: publicId("channel"), plan: ReplyPlan });
export type SetReplyPlanInput = z.input<typeof SetReplyPlanInput>;

export const RequestManagedBotInput = z.object({ name: z.string().trim().min(1).max(64) });
export type RequestManagedBotInput = z.input<typeof RequestManagedBotInput>;

export const ManagedRequestRef = z.object({ requestId: publicId("managedBot") });
export type ManagedRequestRef = z.input<typeof ManagedRequestRef>;

/** A bot on its way: opened in Telegram, made and connected (`channelId`), or failed with a code. */
export const ManagedBotRequest = z.object({
  id: z.string(),
  url: z.string(),
  state: z.enum(["waiting", "opened", "made", "failed"]),
  channelId: z.string().nullable(),
  error: z.string().nullable(),
  expiresAt: Instant,
});
export type ManagedBotRequest = z.infer<typeof ManagedBotRequest>;

/** A username that is likely to be free: the name's letters, a few of the link's secret, and the ending that bots have. */
export function suggestUsername(name: string, secret: string): string {
  const letters = name
    .toLowerCase()
    .replace(/ı/g, "i")
    .normalize("NFD")
    .replace(/[^a-z0-9]+/g, "");
  const start = /^[a-z]/.test(letters) ? letters.slice(0, 18) : "my";
  const own = secret
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 4);
  return `${start}_${own}_bot`;
}

export const BotCommands = z
  .array(
    z.object({
      command: z.string().regex(/^[a-z0-9_]{1,32}$/, "A command has 1 to 32 small letters, digits and _."),
      description: z.string().trim().min(1).max(256),
    }),
  )
  .max(profileLimits.commands)
  .refine(
    (commands) => new Set(commands.map(({ command }) => command)).size === commands.length,
    "Each command stands once.",
  );

const profileLanguage = z.enum(profileLanguages);

/** One change. An empty text gives the field back to the texts of all languages. */
export const ProfileChange = z.discriminatedUnion("field", [
  z.object({
    field: z.literal("name"),
    language: profileLanguage,
    value: z.string().trim().max(profileLimits.name),
  }),
  z.object({
    field: z.literal("description"),
    language: profileLanguage,
    value: z.string().trim().max(profileLimits.description),
  }),
  z.object({
    field: z.literal("short_description"),
    language: profileLanguage,
    value: z.string().trim().max(profileLimits.short_description),
  }),
  z.object({ field: z.literal("commands"), language: profileLanguage, value: BotCommands }),
  z.object({
    field: z.literal("photo"),
    language: z.literal("default"),
    /** A JPEG in base64; null takes the picture away. */
    value: z
      .string()
      .max(Math.ceil(maxPhotoBytes / 3) * 4)
      .regex(/^\/9j\/[A-Za-z0-9+/]+=*$/, "The picture must be a JPEG in base64.")
      .nullable(),
  }),
]);
export type ProfileChange = z.infer<typeof ProfileChange>;

export const SaveProfileInput = z.object({
  channelId: publicId("channel"),
  changes: z.array(ProfileChange).min(1).max(25),
});
export type SaveProfileInput = z.input<typeof SaveProfileInput>;

export const BotProfile = z.object({
  /** What the platform says now, by language; null while it does not answer. */
  there: z
    .record(
      profileLanguage,
      z.object({
        name: z.string(),
        description: z.string(),
        short_description: z.string(),
        commands: z.array(z.object({ command: z.string(), description: z.string() })),
      }),
    )
    .nullable(),
  hasPhoto: z.boolean(),
  /** What was wanted and is not there yet: it goes by itself, or was refused. */
  pending: z.array(
    z.object({
      field: z.enum(profileFields),
      language: profileLanguage,
      value: z
        .union([z.string(), z.array(z.object({ command: z.string(), description: z.string() }))])
        .nullable(),
      state: z.enum(["waiting", "refused"]),
      retryAt: z.iso.datetime().nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** The last picture sent from here, a JPEG in base64. */
  photo: z.string().nullable(),
});
export type BotProfile = z.infer<typeof BotProfile>;
