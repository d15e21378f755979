import { z } from "zod";
import { locales } from "@/lib/i18n/locales";
import { publicId } from "@/lib/public-id";
import { type MailTemplate, mailReasons, mailStates, purposeOf } from "./rules";

/** A name that somebody typed: one line, no more than fits, nothing that could begin another header. */
const Name = z.string().transform((value) =>
  value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, 120),
);
const Line = z.string().transform((value) =>
  value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, 400),
);
const Link = z.url({ protocol: /^https?$/, error: "A mail links to http or https." });
const Minutes = z.number().int().min(1).max(10_080);
const Moment = z.union([z.date().transform((date) => date.toISOString()), z.iso.datetime()]);

/** What a security notice tells of. */
export const securityNotices = [
  "new_sign_in",
  "password_set",
  "password_changed",
  "email_changed",
  "method_linked",
  "method_unlinked",
  "sessions_ended",
  "session_stolen",
  "locked",
] as const;

/** What ails a bot. */
export const botProblems = [
  "token_revoked",
  "webhook_taken",
  "webhook_lost",
  "poller_elsewhere",
  "unreachable",
] as const;

const roles = ["owner", "admin", "supervisor", "support", "analyst"] as const;

const asked = z.object({ url: Link, minutes: Minutes });

/** PNG or JPEG in base64; shown in the mail itself, by its content id. */
const Picture = z.object({
  contentType: z.enum(["image/png", "image/jpeg"]),
  base64: z.base64().max(700_000, "A picture in a mail has 500 kB at most."),
  alt: Line,
  width: z.number().int().min(1).max(2_000),
  height: z.number().int().min(1).max(2_000),
});

/** What each template is told; a date may be given as such and travels as text. */
export const mailData = {
  "sign-in-link": asked,
  "reset-password": asked,
  "verify-email": asked,
  "security-notice": z.object({
    what: z.enum(securityNotices),
    /** "Firefox, Windows · İzmir", where it is known. */
    device: Line.optional(),
    at: Moment,
    timeZone: z.string().optional(),
    /** Where to look, and to undo it. */
    url: Link.optional(),
  }),
  invitation: z.object({
    inviter: Name,
    workspace: Name,
    role: z.enum(roles),
    url: Link,
    expiresAt: Moment,
    timeZone: z.string().optional(),
  }),
  "bot-trouble": z.object({ bot: Name, workspace: Name, problem: z.enum(botProblems), url: Link }),
  "weekly-report": z.object({
    workspace: Name,
    from: z.iso.date(),
    to: z.iso.date(),
    /** In the reader's words and formats already: the figures' owner knows how each is told. */
    figures: z
      .array(z.object({ label: Line, value: Line, change: Line.optional() }))
      .min(1)
      .max(24),
    /** Said before anything else. */
    remark: Line.optional(),
    suggestion: Line.optional(),
    /** Where the suggestion is followed. */
    suggestionUrl: Link.optional(),
    picture: Picture.optional(),
    url: Link,
  }),
  /** Anything else that concerns one person, in their language already. */
  notification: z.object({
    title: Name,
    lines: z.array(Line).min(1).max(8),
    url: Link,
    button: Name,
    /** Where its reader chooses how to be told. */
    settingsUrl: Link.optional(),
  }),
} as const satisfies Record<MailTemplate, z.ZodType>;

/** As a caller gives it. */
export type MailData<T extends MailTemplate> = z.input<(typeof mailData)[T]>;
/** As the templates read it. */
export type MailContent<T extends MailTemplate> = z.output<(typeof mailData)[T]>;

export const mailTemplates = Object.keys(purposeOf) as MailTemplate[];

/** A mail of a workspace, as its owner sees it. */
const Mail = z.object({
  id: z.string(),
  template: z.enum(mailTemplates),
  address: z.string(),
  locale: z.enum(locales),
  state: z.enum(mailStates),
  reason: z.enum(mailReasons).nullable(),
  /** What the other server said. */
  said: z.string().nullable(),
  attempts: z.number().int(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});
export type Mail = z.infer<typeof Mail>;

export const MailPage = z.object({
  mails: z.array(Mail),
  nextCursor: z.string().nullable(),
  /** Whether mail leaves at all. */
  server: z.enum(["ok", "off", "failing"]),
});
export type MailPage = z.infer<typeof MailPage>;

/** An address that this workspace's mail does not reach any more. */
export const HeldBackAddress = z.object({
  address: z.string(),
  reason: z.enum(["bounced", "complained", "unsubscribed"]),
  said: z.string().nullable(),
  at: z.iso.datetime(),
  /** Somebody here may try it again. */
  canLift: z.boolean(),
});
export type HeldBackAddress = z.infer<typeof HeldBackAddress>;

export const ListMailsInput = z.object({
  /** The last one of the page before. */
  cursor: publicId("mail").optional(),
});
export type ListMailsInput = z.input<typeof ListMailsInput>;

export const LiftSuppressionInput = z.object({ address: z.string().min(3).max(254) });
export type LiftSuppressionInput = z.input<typeof LiftSuppressionInput>;
