/** Pure decisions about sending; the browser may use them. */

/** What a message is for: who may interrupt it, how fast it goes, and whether it is sent again after a crash. */
export const purposes = ["reply", "service", "marketing", "money"] as const;
export type DeliveryPurpose = (typeof purposes)[number];

export const deliveryStates = ["queued", "sending", "sent", "failed", "suppressed", "unconfirmed"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What a delivery does: it sends its message, or changes what was sent. */
export const deliveryActions = ["send", "edit", "delete", "react"] as const;
export type DeliveryAction = (typeof deliveryActions)[number];

/** Kinds of message that are sent as files. */
const mediaKinds: readonly string[] = ["photo", "video", "animation", "audio", "voice", "document"];
export const isMediaKind = (kind: string): boolean => mediaKinds.includes(kind);

/** Why a delivery is where it is; the closed list. Screens say it in plain words (`deliveries.reasons`). */
export const deliveryReasons = [
  "opted_out",
  "interrupted",
  "provider_unavailable",
  "too_many_requests",
  "bot_blocked",
  "customer_deactivated",
  "conversation_not_started",
  "removed_from_group",
  "rights_missing",
  "chat_not_found",
  "chat_moved",
  "unreachable",
  "message_too_long",
  "message_empty",
  "buttons_refused",
  "refused",
  "channel_broken",
  "channel_disconnected",
  "deleted",
  "undone",
  "message_not_sent",
  "message_gone",
  "edit_refused",
  "delete_refused",
  "reaction_refused",
  "file_missing",
  "file_too_large",
  "photo_refused",
] as const;
export type DeliveryReason = (typeof deliveryReasons)[number];

export function isDeliveryReason(value: string | null): value is DeliveryReason {
  return value !== null && (deliveryReasons as readonly string[]).includes(value);
}

/** 0: interactive, has its own bucket and goes first. 1: bulk. */
export const laneOf = (purpose: DeliveryPurpose): 0 | 1 => (mayRepeat(purpose) ? 0 : 1);

/**
 * Whether a send that was interrupted in flight is sent again. The platform has no idempotency key: an answer that
 * comes twice is a blemish, an offer or a payment request that comes twice is a harm.
 */
export const mayRepeat = (purpose: DeliveryPurpose): boolean => purpose === "reply" || purpose === "service";

/** Retry by hand: only what has ended without arriving for certain. A customer's STOP is not a thing to retry. */
export const canRetry = (state: DeliveryState): boolean => state === "failed" || state === "unconfirmed";

/** After so many tries a platform that does not answer is taken for gone: about ten minutes. */
export const maxTries = 8;
const longestPauseMs = 300_000;

/** How long to wait after the given number of tries: half a second, then three times as long each time. */
export const pauseAfterTryMs = (tries: number): number =>
  Math.min(500 * 3 ** (Math.max(1, tries) - 1), longestPauseMs);

/**
 * Whether a customer's STOP holds a message back. Members' words still go, and so does what answers the STOP
 * itself (the system's reply).
 */
export function isSuppressed(message: {
  author: string;
  purpose: DeliveryPurpose;
  isOptedOut: boolean;
}): boolean {
  if (!message.isOptedOut || message.author === "member") return false;
  return !(message.author === "system" && message.purpose === "reply");
}

/** What is done with a claimed delivery before any call: an end, or null to send it. */
export function decideWithoutSending(delivery: {
  author: string;
  purpose: DeliveryPurpose;
  isOptedOut: boolean;
  isReachable: boolean;
  wasInterrupted: boolean;
  tries: number;
}): { outcome: "suppressed" | "unconfirmed" | "failed"; reason: DeliveryReason } | null {
  if (delivery.wasInterrupted && !mayRepeat(delivery.purpose))
    return { outcome: "unconfirmed", reason: "interrupted" };
  if (isSuppressed(delivery)) return { outcome: "suppressed", reason: "opted_out" };
  if (!delivery.isReachable && !mayRepeat(delivery.purpose))
    return { outcome: "failed", reason: "unreachable" };
  if (delivery.tries > maxTries) return { outcome: "failed", reason: "provider_unavailable" };
  return null;
}

/** What the platform's refusal means. */
export type Verdict =
  /** It will be refused again. `isUnreachable`: so will everything else to this address. */
  | { kind: "fail"; reason: DeliveryReason; isUnreachable: boolean }
  | { kind: "retry"; reason: DeliveryReason }
  | { kind: "pauseBot"; forS: number }
  | { kind: "breakBot" }
  | { kind: "moveChat"; chatId: string };

/**
 * Whether the platform's refusal of a change says that things are as they were to be: the same text twice, or a message
 * that is gone. So a change that is made again, after an interruption or by two hands, is made once.
 */
export function isAlreadyDone(
  action: DeliveryAction,
  refusal: { status: number; description: string },
): boolean {
  if (refusal.status !== 400) return false;
  if (action === "edit") return /message is not modified/i.test(refusal.description);
  return action === "delete" && /message to delete not found/i.test(refusal.description);
}

/** Order matters: the first sentence that fits. The platform's own words, from its server's source. */
const refusals: readonly [
  status: number,
  sentence: RegExp,
  reason: DeliveryReason,
  isUnreachable: boolean,
][] = [
  [403, /blocked by the user/i, "bot_blocked", true],
  [403, /user is deactivated/i, "customer_deactivated", true],
  [403, /can't initiate conversation/i, "conversation_not_started", true],
  [403, /kicked|not a member|group chat was deleted/i, "removed_from_group", true],
  [403, /rights|administrator/i, "rights_missing", false],
  [403, /./, "refused", true],
  [400, /chat not found|user not found|PEER_ID_INVALID/i, "chat_not_found", true],
  [413, /./, "file_too_large", false],
  [400, /file is too big|too large/i, "file_too_large", false],
  [400, /PHOTO_INVALID|IMAGE_PROCESS|too big for a photo|photo dimensions/i, "photo_refused", false],
  [400, /message to edit not found|message to react not found|message not found/i, "message_gone", false],
  [400, /message can't be edited|there is no (text|caption) in the message/i, "edit_refused", false],
  [400, /message can't be deleted/i, "delete_refused", false],
  [400, /REACTION/i, "reaction_refused", false],
  [400, /too long/i, "message_too_long", false],
  [400, /text is empty|must be non-empty/i, "message_empty", false],
  [400, /button|keyboard|reply_markup/i, "buttons_refused", false],
  [400, /rights|administrator/i, "rights_missing", false],
];

export function judgeRefusal(refusal: {
  status: number;
  description: string;
  retryAfterS: number | null;
  migrateToChatId: string | null;
}): Verdict {
  const { status, description } = refusal;
  if (refusal.migrateToChatId !== null) return { kind: "moveChat", chatId: refusal.migrateToChatId };
  if (status === 429) return { kind: "pauseBot", forS: Math.max(1, refusal.retryAfterS ?? 1) };
  // A token that was revoked, and one that cannot be a token.
  if (status === 401 || status === 404) return { kind: "breakBot" };
  if (status >= 500 || status === 409) return { kind: "retry", reason: "provider_unavailable" };
  for (const [code, sentence, reason, isUnreachable] of refusals) {
    if (code === status && sentence.test(description)) return { kind: "fail", reason, isUnreachable };
  }
  return { kind: "fail", reason: "refused", isUnreachable: false };
}
