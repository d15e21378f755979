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

/** Why a bot is broken; screens say it in plain words. */
export const channelErrors = [
  "token_rejected",
  "webhook_refused",
  "provider_unavailable",
  "polled_elsewhere",
] as const;
export type ChannelError = (typeof channelErrors)[number];

export function isChannelError(value: string | null): value is ChannelError {
  return value !== null && (channelErrors as readonly string[]).includes(value);
}
