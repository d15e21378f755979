/** Pure decisions about mail; the browser may use them. */

export const mailStates = [
  "queued",
  "sending",
  "sent",
  "failed",
  "bounced",
  "complained",
  "suppressed",
  "unconfirmed",
] as const;
export type MailState = (typeof mailStates)[number];

/**
 * What a mail is for. `asked`: the person waits for it at this moment (a link to sign in). `service`: something has
 * happened that concerns them. `bulk`: nobody misses it; it carries a way to end it and is never sent twice.
 */
export const mailPurposes = ["asked", "service", "bulk"] as const;
export type MailPurpose = (typeof mailPurposes)[number];

export const purposeOf = {
  "sign-in-link": "asked",
  "reset-password": "asked",
  "verify-email": "asked",
  "security-notice": "service",
  invitation: "service",
  "bot-trouble": "service",
  "weekly-report": "bulk",
  notification: "service",
} as const satisfies Record<string, MailPurpose>;
export type MailTemplate = keyof typeof purposeOf;

/** Why a mail is where it is; the closed list. Screens say it in plain words (`mail.reasons`). */
export const mailReasons = [
  "not_configured",
  "too_late",
  "interrupted",
  "server_unavailable",
  "server_refused_us",
  "address_refused",
  "address_needs_utf8",
  "address_bounced",
  "address_complained",
  "unsubscribed",
  "refused",
  "too_large",
  "unreadable",
] as const;
export type MailReason = (typeof mailReasons)[number];

export type Suppression = { reason: "bounced" | "complained"; at: Date };

const dayMs = 86_400_000;

/**
 * Whether an address may be written to. A dead one is tried again once a day for mail that its owner asks for (a
 * mailbox comes back, and nobody else would find out); who called us unwanted still gets what they ask for.
 */
export function refuseAddress(
  purpose: MailPurpose,
  known: { suppression: Suppression | null; isUnsubscribed: boolean },
  now: Date,
): MailReason | null {
  const { suppression, isUnsubscribed } = known;
  if (purpose === "bulk" && isUnsubscribed) return "unsubscribed";
  if (!suppression) return null;
  if (suppression.reason === "complained") return purpose === "asked" ? null : "address_complained";
  const mayHaveComeBack = now.getTime() - suppression.at.getTime() >= dayMs;
  return purpose === "asked" && mayHaveComeBack ? null : "address_bounced";
}

/** What is done with a claimed mail before any server is asked: an end, or null to send it. */
export function decideWithoutSending(
  mail: { purpose: MailPurpose; wasInterrupted: boolean; tries: number; goodUntil: Date | null },
  known: { suppression: Suppression | null; isUnsubscribed: boolean },
  now: Date,
): { state: "failed" | "suppressed" | "unconfirmed"; reason: MailReason } | null {
  if (mail.wasInterrupted && !mayRepeat(mail.purpose)) return { state: "unconfirmed", reason: "interrupted" };
  if (mail.goodUntil !== null && mail.goodUntil <= now) return { state: "failed", reason: "too_late" };
  const refusal = refuseAddress(mail.purpose, known, now);
  if (refusal) return { state: "suppressed", reason: refusal };
  if (mail.tries > maxTries) return { state: "failed", reason: "server_unavailable" };
  return null;
}

/** SMTP cannot be asked whether a mail arrived: a link that comes twice helps, a report that comes twice annoys. */
export const mayRepeat = (purpose: MailPurpose): boolean => purpose !== "bulk";

/** After so many tries a server is taken for gone: about a day. */
export const maxTries = 12;
const firstPauseMs = 10_000;
const longestPauseMs = 4 * 3_600_000;

/** How long to wait after the given number of tries: ten seconds, then three times as long each time. */
export const pauseAfterTryMs = (tries: number): number =>
  Math.min(firstPauseMs * 3 ** (Math.max(1, tries) - 1), longestPauseMs);

/** What a server or the way to it said. */
export type SmtpFailure = {
  /** Of nodemailer: `EENVELOPE`, `EMESSAGE`, `EAUTH`, `ECONNECTION` … */
  code: string;
  /** The SMTP reply's number; null where none came. */
  status: number | null;
  /** `5.1.1` of RFC 3463, where the server tells it. */
  enhanced: string | null;
  /** The whole message had left when the answer failed to come. */
  isAfterData: boolean;
};

export type SmtpVerdict =
  | { kind: "bounce" }
  | { kind: "fail"; reason: MailReason }
  | { kind: "again"; reason: MailReason; isAmbiguous: boolean };

/** What a failure means. RFC 3463 where the server speaks it, else by the step at which it refused. */
export function judgeFailure({ code, status, enhanced, isAfterData }: SmtpFailure): SmtpVerdict {
  if (code === "EAUTH" || status === 530 || status === 534 || status === 535) {
    return { kind: "again", reason: "server_refused_us", isAmbiguous: false };
  }
  if (status === null || status < 500) {
    if (code === "ECONFIG") return { kind: "fail", reason: "refused" };
    return { kind: "again", reason: "server_unavailable", isAmbiguous: status === null && isAfterData };
  }
  if (status === 552 && enhanced?.startsWith("5.2.") !== true) return { kind: "fail", reason: "too_large" };
  if (enhanced?.startsWith("5.6.7")) return { kind: "fail", reason: "address_needs_utf8" };
  if (enhanced) {
    return /^5\.(?:1\.(?:[0-36]|10)|2\.[01])$/.test(enhanced)
      ? { kind: "bounce" }
      : { kind: "fail", reason: "refused" };
  }
  const isOfAddress = code === "EENVELOPE" && (status === 550 || status === 551 || status === 553);
  return isOfAddress ? { kind: "bounce" } : { kind: "fail", reason: "refused" };
}

/** A bounce can be tried again because somebody says that the mailbox stands; a complaint is its owner's word. */
export const canLift = (reason: "bounced" | "complained" | "unsubscribed"): boolean => reason === "bounced";
