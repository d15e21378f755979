/** What may be shown outside, in the order in which it is drawn. None of it names a person. */
export const embedWidgets = [
  "messagesIn",
  "conversationsStarted",
  "resolved",
  "deflection",
  "handedOff",
  "medianFirstResponseS",
  "minutesSaved",
  "satisfaction",
  "messagesByDay",
  "outcomesByDay",
  "heat",
  "languages",
] as const;
export type EmbedWidget = (typeof embedWidgets)[number];

/** The spans in days that an embed may tell. */
export const embedSpans = [7, 30, 90] as const;
/** How long one may last, in days. */
export const embedLifetimes = [30, 90, 365] as const;
export const maxOrigins = 10;
/** Live ones of one workspace. */
export const maxEmbeds = 50;

/** What stands of an embed at a moment. */
export type EmbedState = "live" | "expired" | "revoked";

export function embedState(embed: { expiresAt: Date; revokedAt: Date | null }, now: Date): EmbedState {
  if (embed.revokedAt) return "revoked";
  return embed.expiresAt <= now ? "expired" : "live";
}

/**
 * A site as browsers name it (`https://example.com`), or null where it is none that may frame: no path, no stars, https
 * but for this machine.
 */
export function toOrigin(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || url.username || url.password || !/^[a-z0-9.-]+$/i.test(url.hostname)) return null;
  if ((url.pathname !== "/" && url.pathname !== "") || url.search || url.hash) return null;
  const isLocal = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (url.protocol === "https:" && (isLocal || url.hostname.includes("."))) return url.origin;
  return url.protocol === "http:" && isLocal ? url.origin : null;
}
