/** Pure decisions about bots; the browser may use them. */

export const channelStates = ["active", "paused", "broken", "deleted"] as const;
export type ChannelState = (typeof channelStates)[number];
export type UpdateMode = "webhook" | "polling";

/** Where Telegram itself serves bots. */
export const telegramApiRoot = "https://api.telegram.org";

/** A local server is named by its path alone: it moves with the address the product runs at. */
export const isLocalRoot = (apiRoot: string): boolean => apiRoot.startsWith("/");

/** The absolute address of a bot's server. */
export const resolveApiRoot = (apiRoot: string, origin: string): string =>
  isLocalRoot(apiRoot) ? `${origin}${apiRoot}` : apiRoot;

/**
 * A server may be named when it is Telegram's; any other one (a local path, one on a developer's machine) only while
 * the sandbox is on, or a member could make this process call whatever it can reach.
 */
export const isApiRootAllowed = (apiRoot: string, isSandboxOn: boolean): boolean =>
  apiRoot === telegramApiRoot || isSandboxOn;

/**
 * How updates reach us: a local server pushes over loopback, Telegram pushes to public HTTPS; without that they are
 * fetched.
 */
export const chooseUpdateMode = (apiRoot: string, hasPublicHttps: boolean): UpdateMode =>
  isLocalRoot(apiRoot) || hasPublicHttps ? "webhook" : "polling";

/** What a member may do with a bot in this state. */
const moves: Record<ChannelState, readonly ChannelState[]> = {
  active: ["paused"],
  paused: ["active"],
  // Taken up again after the cause is mended; the bot is registered anew.
  broken: ["active", "paused"],
  deleted: [],
};

export const canMove = (from: ChannelState, to: ChannelState): boolean => moves[from].includes(to);

/** What can be wrong with a bot: each is told to its owner once, and once when it is over. */
export const troubleCodes = [
  "token_rejected",
  "webhook_foreign",
  "webhook_missing",
  "webhook_refused",
  "webhook_failing",
  "polled_elsewhere",
] as const;
export type TroubleCode = (typeof troubleCodes)[number];

export const isTroubleCode = (value: string | null): value is TroubleCode =>
  value !== null && (troubleCodes as readonly string[]).includes(value);

/** Why a bot is not served as it should be; screens say it in plain words. */
export const channelErrors = [...troubleCodes, "provider_unavailable"] as const;
export type ChannelError = (typeof channelErrors)[number];

export function isChannelError(value: string | null): value is ChannelError {
  return value !== null && (channelErrors as readonly string[]).includes(value);
}

/** The platform's word on a bot's webhook, as `getWebhookInfo` gives it. */
export type WebhookWord = {
  url: string;
  pendingCount: number;
  lastErrorAt: Date | null;
  lastErrorText: string | null;
  isWholeList: boolean;
};

/** What a look at a bot's webhook comes to. `heal`: ours, and safe to set right without asking. */
export type WebhookVerdict =
  | { verdict: "healthy" | "heal" }
  | { verdict: "trouble"; code: TroubleCode; detail: string | null };

/** A failed delivery counts as one that goes on for so long after it. */
const failureStandsMs = 120_000;

/**
 * Whether a bot's updates come here. An address that ends in the bot's own key is ours, of an earlier address of this
 * installation: nobody else knows the key. Any other one is somebody's choice, and is asked about before it is changed.
 */
export function judgeWebhook(
  word: WebhookWord,
  bot: { mode: UpdateMode; address: string; key: string },
  now: Date,
): WebhookVerdict {
  const isOurs = word.url === bot.address;
  const isOursOfBefore = word.url.endsWith(`/api/webhooks/telegram/${bot.key}`);
  if (word.url !== "" && !isOurs && !isOursOfBefore) {
    return { verdict: "trouble", code: "webhook_foreign", detail: hostOf(word.url) };
  }
  if (bot.mode === "polling") return { verdict: word.url === "" ? "healthy" : "heal" };
  if (word.url === "") return { verdict: "trouble", code: "webhook_missing", detail: null };
  if (!isOurs || !word.isWholeList) return { verdict: "heal" };
  const isFailing =
    word.pendingCount > 0 &&
    word.lastErrorAt !== null &&
    now.getTime() - word.lastErrorAt.getTime() < failureStandsMs;
  return isFailing
    ? { verdict: "trouble", code: "webhook_failing", detail: word.lastErrorText }
    : { verdict: "healthy" };
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address.slice(0, 100);
  }
}

/** A webhook that falls off more often than this in an hour is taken away by somebody: it is not set again unasked. */
export const selfMendsAnHour = 3;
/** What BotFather gives: the bot's id, a colon and the secret part. */
export const botTokenPattern = /^\d{5,16}:[A-Za-z0-9_-]{30,64}$/;

/** Texts by the customer's language; `default` is for every other one. */
export const textLanguages = ["default", "tr", "en", "ru", "ar"] as const;

/** How a bot replies: drafts only, what is certain, or by itself. */
export const replyModes = ["manual", "hybrid", "automatic"] as const;

/** Languages with texts of their own; `default` is shown to every other reader. */
export const profileLanguages = ["default", "tr", "en", "ru", "ar"] as const;
export type ProfileLanguage = (typeof profileLanguages)[number];

/** What a bot says of itself. */
export const profileFields = ["name", "description", "short_description", "commands", "photo"] as const;
export type ProfileField = (typeof profileFields)[number];

/** The platform's limits, in characters. */
export const profileLimits = { name: 64, description: 512, short_description: 120, commands: 100 } as const;
/** A square JPEG of 640 pixels is far below. */
export const maxPhotoBytes = 400_000;
